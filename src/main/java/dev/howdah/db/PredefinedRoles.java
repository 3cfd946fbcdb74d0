package dev.howdah.db;

import static dev.howdah.db.Finding.Severity.DANGEROUS;
import static dev.howdah.db.Finding.Severity.MORE_THAN_NEEDED;
import static dev.howdah.db.Finding.Severity.NOTE;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What membership in a well-known role allows: those of PostgreSQL (manual, Predefined Roles, 14 to
 * 18) and the administrators of hosted services.
 */
final class PredefinedRoles {

  /**
   * A membership's meaning.
   *
   * @param allows what a member may do, after "it"
   */
  record Power(Finding.Severity severity, boolean powerful, String allows) {}

  private static final Power ADMINISTRATOR =
      new Power(DANGEROUS, true, "administers the hosted service's server");

  private static final Power REPLICATOR =
      new Power(DANGEROUS, true, "can copy the whole server by replication");

  private static final Map<String, Power> POWERS =
      Map.ofEntries(
          Map.entry(
              "pg_read_server_files",
              new Power(DANGEROUS, true, "can read any file that the server can read")),
          Map.entry(
              "pg_write_server_files",
              new Power(
                  DANGEROUS,
                  true,
                  "can write files on the server, in a read-only transaction too")),
          Map.entry(
              "pg_execute_server_program",
              new Power(
                  DANGEROUS,
                  true,
                  "can run programs on the server, in a read-only transaction too")),
          Map.entry(
              "pg_signal_backend", new Power(DANGEROUS, true, "can end the sessions of others")),
          Map.entry("pg_write_all_data", new Power(DANGEROUS, true, "can write every table")),
          Map.entry(
              "pg_create_subscription",
              new Power(DANGEROUS, false, "can have the server connect to other servers")),
          Map.entry(
              "pg_read_all_data",
              new Power(MORE_THAN_NEEDED, false, "reads every table, also those yet to come")),
          Map.entry(
              "pg_maintain",
              new Power(MORE_THAN_NEEDED, false, "can vacuum, reindex and lock every table")),
          Map.entry("pg_checkpoint", new Power(MORE_THAN_NEEDED, false, "can force checkpoints")),
          Map.entry(
              "pg_signal_autovacuum_worker",
              new Power(MORE_THAN_NEEDED, false, "can end autovacuum")),
          Map.entry(
              "pg_use_reserved_connections",
              new Power(MORE_THAN_NEEDED, false, "takes connections kept for administrators")),
          Map.entry(
              "pg_monitor", new Power(NOTE, false, "sees the statements and settings of others")),
          Map.entry("pg_read_all_settings", new Power(NOTE, false, "sees every setting")),
          Map.entry("pg_read_all_stats", new Power(NOTE, false, "sees the statements of others")),
          Map.entry(
              "pg_stat_scan_tables", new Power(NOTE, false, "can lock tables while it scans them")),
          Map.entry("rds_superuser", ADMINISTRATOR),
          Map.entry("rdsadmin", ADMINISTRATOR),
          Map.entry("rds_replication", REPLICATOR),
          Map.entry("cloudsqlsuperuser", ADMINISTRATOR),
          Map.entry("cloudsqladmin", ADMINISTRATOR),
          Map.entry("alloydbsuperuser", ADMINISTRATOR),
          Map.entry("alloydbadmin", ADMINISTRATOR),
          Map.entry("azure_pg_admin", ADMINISTRATOR),
          Map.entry("azuresu", ADMINISTRATOR),
          Map.entry("neon_superuser", ADMINISTRATOR),
          Map.entry("supabase_admin", ADMINISTRATOR),
          Map.entry("supabase_storage_admin", ADMINISTRATOR),
          Map.entry("service_role", ADMINISTRATOR),
          Map.entry("avnadmin", ADMINISTRATOR),
          Map.entry("doadmin", ADMINISTRATOR));

  private static final Set<String> PARTS_OF_MONITOR =
      Set.of("pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables");

  private PredefinedRoles() {}

  /** What a member of that role may do; nothing for a role that is not well known. */
  static Optional<Power> of(String name) {
    return Optional.ofNullable(POWERS.get(name));
  }

  /** Whether who is a member of {@code pg_monitor} is a member of it anyway. */
  static boolean partOfMonitor(String name) {
    return PARTS_OF_MONITOR.contains(name);
  }
}
