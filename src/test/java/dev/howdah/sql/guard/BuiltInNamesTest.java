package dev.howdah.sql.guard;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.catalog.Function;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds the other way round: a name that no function has decides nothing, or was misspelt. */
@OnPostgres
record BuiltInNamesTest(TestDatabase database) {

  @Test
  void everyNameIsOfAFunctionHereOrOfAnOlderVersion() throws SQLException {
    Set<String> here =
        ServerCatalogue.read(database).byOid().values().stream()
            .filter(BuiltIns::holds)
            .map(Function::name)
            .collect(toSet());

    assertThat(PolicyFile.read("built-ins.txt").entries())
        .extracting(entry -> entry.name().replaceFirst("\\(.*", ""))
        .filteredOn(name -> !here.contains(name))
        .containsExactlyInAnyOrder(
            "binary_upgrade_set_next_attribute_versions",
            "interval_accum",
            "interval_accum_inv",
            "interval_combine",
            "pg_read_file_old",
            "pg_rotate_logfile_old",
            "pg_stat_get_bgwriter_buf_written_checkpoints",
            "pg_stat_get_bgwriter_requested_checkpoints",
            "pg_stat_get_bgwriter_timed_checkpoints",
            "pg_stat_get_buf_fsync_backend",
            "pg_stat_get_buf_written_backend",
            "pg_stat_get_checkpoint_sync_time",
            "pg_stat_get_checkpoint_write_time",
            "pg_timezone_abbrevs");
  }
}
