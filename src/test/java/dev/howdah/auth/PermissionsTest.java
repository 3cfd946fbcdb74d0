package dev.howdah.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Reading;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Access.RelationName;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.StatementKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {

  private static final String FILE =
      """
      roles:
        analyst:
          schemas: [public, sales]
          tables: "*"
          operations: [select]
          blocked_tables: [public.secrets]
          blocked_columns: {public.users: [password, SSN]}
          db_role: analyst_ro
          databases: [shop]
          tools: [query, list_tables]
          row_limit: 1000
          rate: {requests: 100, window: 60s}
        clerk:
          tables: [orders, public.items]
          operations: [Select, insert]
        owner:
          schemas: "*"
          operations: [select, insert, update, delete, ddl]
        nothing_said:
      users:
        alice@example.com: analyst
        bob: {role: clerk}
        local: owner
        "group:data-team": {role: analyst}
        "group:admins": owner
        _default: nothing_said
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "alice@example.com, analyst",
    "bob, clerk",
    "carol, nothing_said",
    "_default, nothing_said",
    "group:admins, nothing_said",
    "ALICE@example.com, nothing_said"
  })
  void aCallerHasTheRoleOfTheSubject(String subject, String role) throws IOException {
    assertThat(permissions(FILE).role(new Caller(subject)).orElseThrow().name()).isEqualTo(role);
  }

  @Test
  void aGroupGivesARoleToWhoHasNone() throws IOException {
    var permissions = permissions(FILE);
    var both = Set.of("admins", "data-team");
    assertThat(permissions.role(new Caller("dora", both)).orElseThrow().name())
        .isEqualTo("analyst");
    assertThat(permissions.role(new Caller("dora", Set.of("admins"))).orElseThrow().name())
        .isEqualTo("owner");
    assertThat(permissions.role(new Caller("bob", both)).orElseThrow().name()).isEqualTo("clerk");
  }

  @Test
  void aTokenCannotMakeItselfTheLocalCaller() throws IOException {
    var permissions = permissions(FILE.replace("  local: owner\n", ""));
    assertThat(permissions.role(Caller.LOCAL)).isEmpty();
    assertThat(permissions.role(new Caller("local")).orElseThrow().name())
        .isEqualTo("nothing_said");
    assertThat(permissions.access(Caller.LOCAL, "shop", true).restricted()).isFalse();
    assertThat(permissions.access(new Caller("local"), "shop", true).restricted()).isTrue();
  }

  @Test
  void theLocalCallerHasTheRoleOfTheSettings() throws IOException {
    var permissions = accepted(settings(file(FILE), "analyst"));
    assertThat(permissions.role(Caller.LOCAL).orElseThrow().name()).isEqualTo("analyst");
    assertThat(permissions.access(Caller.LOCAL, "shop", true).allows(Operation.INSERT)).isFalse();
  }

  @Test
  void aCallerWithoutARoleMayDoNothing() throws IOException {
    var permissions = permissions(FILE.replace("  _default: nothing_said\n", ""));
    var stranger = new Caller("carol");
    var access = permissions.access(stranger, "shop", true);
    assertThat(permissions.needsRole(stranger)).isTrue();
    assertThat(Operation.values()).noneMatch(access::allows);
    assertThat(StatementKind.values()).noneMatch(access::allows);
    assertThat(access.allows(Operation.SELECT, "public", "orders")).isFalse();
    assertThat(access.systemCatalogues()).isFalse();
    assertThat(access.restricted()).isTrue();
  }

  @Test
  void aRoleReachesItsDatabasesOnly() throws IOException {
    var permissions = permissions(FILE);
    var alice = new Caller("alice@example.com");
    assertThat(permissions.access(alice, "shop", true).allows(Operation.SELECT)).isTrue();
    assertThat(permissions.access(alice, "payroll", true).allows(Operation.SELECT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "alice@example.com, SELECT, public, orders, true",
    "alice@example.com, SELECT, sales, orders, true",
    "alice@example.com, SELECT, hr, orders, false",
    "alice@example.com, SELECT, public, secrets, false",
    "alice@example.com, SELECT, sales, secrets, true",
    "alice@example.com, INSERT, public, orders, false",
    "bob, SELECT, public, orders, true",
    "bob, INSERT, public, items, true",
    "bob, DELETE, public, items, false",
    "bob, SELECT, public, users, false",
    "bob, SELECT, sales, orders, false",
    "local, DDL, hr, anything, true",
    "carol, SELECT, public, anything, true",
    "carol, SELECT, sales, anything, false",
    "carol, UPDATE, public, anything, false"
  })
  void judgesRelations(
      String subject, Operation operation, String schema, String relation, boolean allowed)
      throws IOException {
    assertThat(permissions(FILE).access(new Caller(subject), "shop", true))
        .extracting(access -> access.allows(operation, schema, relation))
        .isEqualTo(allowed);
  }

  @Test
  void knowsBlockedColumns() throws IOException {
    var access = permissions(FILE).access(new Caller("alice@example.com"), "shop", true);
    assertThat(access.blockedColumns("public", "users"))
        .containsExactlyInAnyOrder("password", "SSN", "ssn");
    assertThat(access.blockedColumns("sales", "users")).isEmpty();
    assertThat(access.blockedColumns()).containsOnlyKeys(new RelationName("public", "users"));
  }

  @Test
  void keepsTheRestOfARole() throws IOException {
    var role = permissions(FILE).role(new Caller("alice@example.com")).orElseThrow();
    assertThat(role.databaseRole()).isEqualTo("analyst_ro");
    assertThat(role.tools().contain("query")).isTrue();
    assertThat(role.tools().contain("execute")).isFalse();
    assertThat(role.rowLimit()).isEqualTo(1000);
    assertThat(role.rate()).isEqualTo(new Role.Rate(100, Duration.ofSeconds(60)));
    var unsaid = permissions(FILE).role(new Caller("carol")).orElseThrow();
    assertThat(unsaid.tools().contain("execute")).isTrue();
    assertThat(unsaid.databases().contain("payroll")).isTrue();
    assertThat(unsaid.rowLimit()).isNull();
    assertThat(unsaid.rate()).isNull();
  }

  @Test
  void theRulesForEverybodyComeFirst() throws IOException {
    var settings =
        new AccessSettings(
            true,
            List.of("items", "HR.*"),
            List.of("users.email", "\"Odd\".\"T\".\"C\""),
            List.of(StatementKind.SELECT, StatementKind.MERGE),
            List.of(),
            List.of(),
            false,
            file(FILE).toString(),
            null);
    var access = accepted(settings).access(new Caller("local"), "shop", true);

    assertThat(access.allows(Operation.SELECT, "any", "items")).isFalse();
    assertThat(access.allows(Operation.SELECT, "hr", "pay")).isFalse();
    assertThat(access.allows(Operation.SELECT, "HR", "pay")).isFalse();
    assertThat(access.allows(Operation.SELECT, "public", "orders")).isTrue();
    assertThat(access.blockedColumns("any", "users")).containsExactly("email");
    assertThat(access.blockedColumns("Odd", "T")).containsExactly("C");
    assertThat(access.blockedColumns("odd", "t")).isEmpty();
    assertThat(access.blockedColumns())
        .containsOnlyKeys(new RelationName("*", "users"), new RelationName("Odd", "T"));
    assertThat(access.systemCatalogues()).isFalse();
    assertThat(access.allows(StatementKind.SELECT)).isTrue();
    assertThat(access.allows(StatementKind.INSERT)).isFalse();
    assertThat(access.allows(Operation.UPDATE)).isTrue();
    assertThat(access.allows(Operation.DDL)).isFalse();
  }

  @Test
  void addsUpColumnsOfBothRules() throws IOException {
    var settings =
        new AccessSettings(
            true,
            List.of(),
            List.of("public.users.email"),
            List.of(),
            List.of(),
            List.of(),
            true,
            file(FILE).toString(),
            null);
    var access = accepted(settings).access(new Caller("alice@example.com"), "shop", true);
    assertThat(access.blockedColumns("public", "users"))
        .containsExactlyInAnyOrder("email", "password", "SSN", "ssn");
    assertThat(access.blockedColumns().get(new RelationName("public", "users")))
        .containsExactlyInAnyOrder("email", "password", "SSN", "ssn");
  }

  @Test
  void addsUpRelationsOfBothRules() throws IOException {
    var settings =
        new AccessSettings(
            true,
            List.of("Pay", "hr.\"Old Files\"", "attic.*"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            file(FILE).toString(),
            null);
    var access = accepted(settings).access(new Caller("alice@example.com"), "shop", true);
    assertThat(access.blockedRelations())
        .contains(new RelationName("*", "Pay"), new RelationName("hr", "Old Files"))
        .hasSizeGreaterThan(2)
        .noneMatch(table -> table.schema().equals("attic"));
  }

  @Test
  void withoutAFileTheLocalCallerMayDoAllAndOthersRead() {
    var permissions = accepted(AccessSettings.NONE);
    Access local = permissions.access(Caller.LOCAL, "shop", true);
    Access other = permissions.access(new Caller("carol"), "shop", true);
    assertThat(Operation.values()).allMatch(local::allows);
    assertThat(other.allows(Operation.SELECT, "hr", "pay")).isTrue();
    assertThat(other.allows(Operation.INSERT)).isFalse();
    assertThat(local.restricted()).isFalse();
    assertThat(local.databaseRole()).isEmpty();
  }

  @Test
  void nothingIsEnforcedOnceItIsTurnedOff() {
    var settings =
        new AccessSettings(
            false,
            List.of("items"),
            List.of("users.ssn"),
            List.of(),
            List.of(),
            List.of(),
            true,
            "/no/such/file",
            null);
    assertThat(accepted(settings).access(Caller.LOCAL, "shop", true).restricted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          rolls: {}                              | rolls is an unknown key; it must be one of roles, users; did you mean roles?
          roles: [a]                             | roles must hold "key: value" pairs, was a list
          roles: {a: {schema: [x]}}              | roles.a.schema is an unknown key; it must be one of schemas
          roles: {a: {schemas: x}}               | roles.a.schemas must be a list, each the name of a schema, was "x"
          roles: {a: {schemas: [x.y]}}           | roles.a.schemas must be a list, each the name of a schema, was "x.y"
          roles: {a: {schemas: [[x]]}}           | roles.a.schemas must be a list, each the name of a schema, was a list
          roles: {a: {tables: [x.y]}}            | roles.a.tables must be in one of the role's schemas, was x.y; add x to schemas
          roles: {a: {tables: [public.a.b]}}     | roles.a.tables must be a list, each schema.table, schema.* or table, was "public.a.b"
          roles: {a: {operations: [read]}}       | one of select, insert, update, delete, ddl, was "read"
          roles: {a: {operations: select}}       | roles.a.operations must be a list
          roles: {a: {blocked_columns: [x]}}     | roles.a.blocked_columns must hold "key: value" pairs, was a list
          roles: {a: {blocked_columns: {t: x}}}  | roles.a.blocked_columns.t must be a list, each the name of a column, was "x"
          roles: {a: {blocked_columns: {t: ['*']}}} | roles.a.blocked_columns.t must be a list, each the name of a column, was "*"
          roles: {a: {row_limit: many}}          | roles.a.row_limit must be a whole number of at least 1, was "many"
          roles: {a: {row_limit: 0}}             | roles.a.row_limit must be a whole number of at least 1, was "0"
          roles: {a: {rate: {requests: 5}}}      | roles.a.rate must have requests and window
          roles: {a: {rate: {requests: 5, window: 60}}} | roles.a.rate.window must be a duration of at least 1s, such as 60s, was "60"
          roles: {a: {db_role: [x]}}             | roles.a.db_role must be the name of a role, was a list
          roles: {a: {tools: ['*', query]}}      | roles.a.tools must be a list, each a name, or "*" alone, was "*"
          users: {x: a}                          | users.x must be one of the roles
          'roles: {analyst: {}}\nusers: {x: analist}' | users.x must be one of the roles analyst, was "analist"; did you mean analyst?
          'roles: {a: {}}\nusers: {x: {rol: a}}' | users.x.rol is an unknown key
          users: {x: }                           | users.x must be one of the roles
          nonsense                               | must hold "roles:" and "users:"
          'a: [1'                                | is not valid YAML
          """)
  void saysWhatIsWrongInTheFile(String yaml, String problem) throws IOException {
    assertThat(refused(settings(file(yaml.replace("\\n", "\n")), null)))
        .anySatisfy(sentence -> assertThat(sentence).contains(problem));
  }

  @Test
  void saysEverythingAtOnce() throws IOException {
    var yaml = "roles: {a: {row_limit: 0, schemas: x}}\nusers: {u: b}";
    assertThat(refused(settings(file(yaml), null))).hasSize(3);
  }

  @Test
  void saysThatThereIsNoSuchFileOrRole() throws IOException {
    assertThat(refused(settings(folder.resolve("none.yaml"), null)))
        .singleElement()
        .asString()
        .contains("none.yaml does not exist or cannot be read")
        .endsWith("(from access.permissions-file)");
    assertThat(refused(settings(file(FILE), "annalyst")))
        .singleElement()
        .asString()
        .startsWith("access.local-role must be a role of the file ")
        .endsWith("was annalyst; did you mean analyst?");
    assertThat(
            refused(
                new AccessSettings(
                    true, List.of(), List.of(), List.of(), List.of(), List.of(), true, null,
                    "analyst")))
        .containsExactly(
            "access.local-role must be left out while access.permissions-file is not set,"
                + " was analyst");
  }

  private Permissions permissions(String yaml) throws IOException {
    return accepted(settings(file(yaml), null));
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("permissions.yaml"), yaml);
  }

  private static AccessSettings settings(Path file, @Nullable String localRole) {
    return new AccessSettings(
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        file.toString(),
        localRole);
  }

  private static Permissions accepted(AccessSettings settings) {
    return switch (Permissions.read(settings)) {
      case Reading.Accepted<Permissions> accepted -> accepted.settings();
      case Reading.Refused<Permissions>(var problems) ->
          throw new AssertionError(String.join("\n", problems));
    };
  }

  private static List<String> refused(AccessSettings settings) {
    return ((Reading.Refused<Permissions>) Permissions.read(settings)).problems();
  }
}
