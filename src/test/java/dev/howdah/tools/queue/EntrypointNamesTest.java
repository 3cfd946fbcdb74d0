package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.mcp.Revision;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the prompt queue_guide offers for its arguments, and to whom. */
@OnEveryPostgres
record EntrypointNamesTest(TestDatabase database) {

  private static final List<String> SCHEMAS = List.of("new", "old", "closed", "many", "bare");

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    for (var schema : List.of("new", "closed")) {
      install(database, PgQueuerVersion.V1_3, schema);
    }
    install(database, PgQueuerVersion.V0_19, "old");
    database.run("revoke usage on schema closed from " + database.reader().user());
    PgQueuer.install(database, PgQueuerVersion.V1_3, "many", "").close();
    database.run(
        """
        insert into many.pgqueuer (priority, created, updated, heartbeat, execute_after, status,
          entrypoint)
        select 0, now(), now(), now(), now(), 'queued', name
        from (
          select 'job ' || to_char(n, 'FM0000') as name from generate_series(1, 1500) n
          union all
          values ('zeta'), ('50% off'), (repeat('long', 100))) names""");
    // One who has neither index.
    install(database, PgQueuerVersion.V1_3, "bare");
    database.run("drop index bare.pgqueuer_ep_ea_idx; drop index bare.pgqueuer_log_created");
  }

  private static void install(TestDatabase database, PgQueuerVersion version, String schema) {
    try (var queue = PgQueuer.install(database, version, schema, "")) {
      Shift.fill(queue);
    }
  }

  private ToolClient client(AccessSettings access) {
    var queues =
        IntStream.range(0, SCHEMAS.size())
            .mapToObj(i -> QueueSettings.named(SCHEMAS.get(i)).at(SCHEMAS.get(i), null))
            .toList();
    return new ToolClient(
        ToolClient.QUERY,
        access,
        new Queues(queues),
        ToolClient.database("default", database.dsn(database.reader())));
  }

  private static AccessSettings rules(List<String> tables, @Nullable Path permissions) {
    return new AccessSettings(
        true,
        tables,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        permissions == null ? null : permissions.toString(),
        null);
  }

  private static JsonNode completion(
      PipeClient client, String argument, String begins, String queue) {
    var known = queue.isEmpty() ? "{}" : "{'queue':'" + queue + "'}";
    return client
        .result(
            "completion/complete",
            """
            {'ref':{'type':'ref/prompt','name':'queue_guide'},
             'argument':{'name':'%s','value':'%s'},'context':{'arguments':%s}}"""
                .formatted(argument, begins, known)
                .replace('\'', '"'))
        .path("completion");
  }

  private static List<String> values(
      PipeClient client, String argument, String begins, String queue) {
    var found = completion(client, argument, begins, queue);
    // On a busy machine a server that has just begun may not read them in time, and says so.
    for (int i = 0; i < 10 && found.path("values").isEmpty() && !found.has("total"); i++) {
      found = completion(client, argument, begins, queue);
    }
    return found.path("values").valueStream().map(JsonNode::stringValue).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "new", "old"})
  void areThoseOfTheQueue(String queue) {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(values(client, "entrypoint", "", queue))
          .contains("email", "nobody", "report", "thumbnail")
          .isSorted();
      assertThat(values(client, "entrypoint", "RE", queue)).containsExactly("report");
      assertThat(values(client, "entrypoint", "%", queue)).isEmpty();
    }
  }

  @Test
  void areNoMoreThanAHundredAndFoundFarBehindTheFirst() {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(Revision.V2026_07_28)) {
      var all = completion(client, "entrypoint", "", "many");
      assertThat(all.path("values")).hasSize(100);
      assertThat(all.path("hasMore").booleanValue()).isTrue();
      assertThat(values(client, "entrypoint", "ze", "many")).containsExactly("zeta");
      assertThat(values(client, "entrypoint", "50%", "many")).containsExactly("50% off");
      assertThat(values(client, "entrypoint", "job 149", "many")).hasSize(10);
      // The prompt would cut such a name.
      assertThat(values(client, "entrypoint", "long", "many")).isEmpty();
    }
  }

  @Test
  void areNoneWhereNothingMayOrCanBeRead() {
    try (var server = client(rules(List.of("old.pgqueuer_log"), null));
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(values(client, "entrypoint", "", "new")).isNotEmpty();
      for (var queue : List.of("old", "closed", "bare", "no such queue")) {
        assertThat(values(client, "entrypoint", "", queue)).as(queue).isEmpty();
      }
    }
    var missing = new Queues(List.of(QueueSettings.DEFAULT.at("nowhere", null)));
    var nobody = ToolClient.database("default", "postgresql://nobody@127.0.0.1:1/nothing");
    try (var server =
            new ToolClient(
                ToolClient.QUERY,
                AccessSettings.NONE,
                missing,
                ToolClient.database("default", database.dsn(database.reader())));
        var client = server.another(Revision.V2026_07_28);
        var down = new ToolClient(ToolClient.QUERY, nobody);
        var other = down.another(Revision.V2026_07_28)) {
      assertThat(values(client, "entrypoint", "", "")).isEmpty();
      assertThat(values(other, "entrypoint", "", "")).isEmpty();
    }
  }

  /** A queue in another's database is as little there as the database. */
  @Test
  void namesNoQueueOfAnothersDatabase(@TempDir Path directory) throws IOException {
    var file = directory.resolve("permissions.yaml");
    Files.writeString(
        file,
        """
        roles:
          one: {schemas: "*", databases: [default]}
          all: {schemas: "*"}
        users: {ann: one, bob: all}
        """);
    var queues =
        new Queues(
            List.of(
                QueueSettings.named("theirs").at("new", null).in("second"),
                QueueSettings.named("new").at("new", null)));
    try (var server =
            new ToolClient(
                ToolClient.QUERY,
                rules(List.of(), file),
                queues,
                ToolClient.database("default", database.dsn(database.reader())),
                ToolClient.database("second", database.dsn(database.reader())));
        var ann = server.as(new Caller("ann"), Revision.V2026_07_28);
        var bob = server.as(new Caller("bob"), Revision.V2026_07_28)) {
      assertThat(values(bob, "queue", "", "")).containsExactly("theirs", "new");
      assertThat(values(bob, "entrypoint", "em", "theirs")).containsExactly("email");
      assertThat(values(ann, "queue", "", "")).containsExactly("new");
      assertThat(values(ann, "entrypoint", "em", "new")).containsExactly("email");
      assertThat(values(ann, "entrypoint", "em", "theirs")).isEmpty();
      for (var arguments : List.of("{}", "{'queue':'theirs'}", "{'queue':'nowhere'}")) {
        assertThat(refusal(ann, arguments))
            .endsWith("known are new.")
            .doesNotContain("second", "theirs in");
      }
      assertThat(refusal(bob, "{'queue':'nowhere'}"))
          .isEqualTo("There is no queue nowhere; known are theirs in second, new.");
    }
  }

  private static String refusal(PipeClient client, String arguments) {
    var call = "{'name':'queue_size','arguments':%s}".formatted(arguments).replace('\'', '"');
    return client.result("tools/call", call).at("/structuredContent/error/message").stringValue();
  }
}
