package dev.howdah.db;

import static dev.howdah.db.Finding.Severity.MORE_THAN_NEEDED;
import static dev.howdah.db.Finding.Severity.NOTE;

import dev.howdah.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Examines the role in use, in seven statements however large the database is. */
final class PostureReader {

  private static final int PARAMETERS_SINCE = 150_000;

  private static final Sql ROLES = Sql.resource(PostureReader.class, "posture_roles.sql");
  private static final Sql GRANTS = Sql.resource(PostureReader.class, "posture_grants.sql");
  private static final Sql PARAMETERS = Sql.resource(PostureReader.class, "posture_parameters.sql");
  private static final Sql FUNCTIONS = Sql.resource(PostureReader.class, "posture_functions.sql");
  private static final Sql OWNED = Sql.resource(PostureReader.class, "posture_owned.sql");

  private static final Sql IDENTITY =
      Sql.of(
          """
          select quote_ident(session_user) as user,
                 quote_ident(current_user) as role,
                 cast(current_setting('server_version_num') as integer) as version
          """);

  private static final Sql ADMIN_OPTIONS =
      Sql.of(
          """
          select quote_ident(pg_get_userbyid(m.member)) as member,
                 quote_ident(pg_get_userbyid(m.roleid)) as role,
                 format('revoke admin option for %I from %I',
                        pg_get_userbyid(m.roleid), pg_get_userbyid(m.member))
                 || case
                      when current_setting('server_version_num') >= '160000' and m.grantor <> 10
                      then format(' granted by %I', pg_get_userbyid(m.grantor))
                      else ''
                    end
                 || ';' as revocation
          from pg_catalog.pg_auth_members m
          where m.admin_option
            and m.member = any(cast(:holders as oid[]))
          order by member, role, revocation
          limit 50
          """);

  private record None() {}

  private record Identity(String user, String role, int version) {}

  private record AdminOption(String member, String role, String revocation) {}

  private record Owned(long ownerId, String owner, List<String> objects, long total, String heir) {

    String words() {
      return total == 1 ? objects.getFirst() : Grant.counted(total, "object", objects);
    }
  }

  /**
   * Whose privileges count.
   *
   * @param holders the ids of the roles, 0 for PUBLIC, as an array in PostgreSQL's text form
   * @param readOnly whether writing to tables is more than it needs
   * @param defines whether making tables is no more than it needs
   */
  private record Of(String holders, boolean readOnly, boolean defines, int most) {}

  private final Catalog catalog;

  PostureReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The posture of the role in use.
   *
   * @param settings say what statements may do here, and so what the role needs
   */
  Posture read(DatabaseSettings settings) {
    boolean defines = !settings.readOnly() && settings.allowDdl();
    Identity identity = catalog.row(IDENTITY, new None(), Identity.class);
    List<MemberRoles.Role> roles = catalog.rows(ROLES, new None(), MemberRoles.Role.class);
    Of of = new Of(holders(roles), settings.readOnly(), defines, Grant.MOST);
    List<Finding> findings = new ArrayList<>(MemberRoles.findings(roles));
    Stream.of(GRANTS, FUNCTIONS)
        .flatMap(statement -> catalog.rows(statement, of, Grant.class).stream())
        .map(Grant::finding)
        .forEach(findings::add);
    if (identity.version() >= PARAMETERS_SINCE) {
      catalog.rows(PARAMETERS, of, Grant.class).stream().map(Grant::finding).forEach(findings::add);
    }
    catalog.rows(ADMIN_OPTIONS, of, AdminOption.class).stream()
        .map(PostureReader::finding)
        .forEach(findings::add);
    catalog.rows(OWNED, of, Owned.class).stream()
        .map(owned -> finding(owned, roles, defines))
        .forEach(findings::add);
    return new Posture(identity.user(), identity.role(), findings);
  }

  /**
   * The roles whose grants count: PUBLIC, and unless a superuser needs none of them, the user and
   * those it can become. What predefined roles hold is told by the membership.
   */
  private static String holders(List<MemberRoles.Role> roles) {
    LongStream ids =
        roles.getFirst().superuser()
            ? LongStream.empty()
            : roles.stream()
                .filter(role -> !role.plainName().startsWith("pg_"))
                .mapToLong(MemberRoles.Role::id);
    return LongStream.concat(LongStream.of(0), ids)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Finding finding(AdminOption option) {
    return new Finding(
        MORE_THAN_NEEDED,
        false,
        "%s can grant role %s to others.".formatted(option.member(), option.role()),
        option.revocation(),
        false);
  }

  private static Finding finding(Owned owned, List<MemberRoles.Role> roles, boolean defines) {
    MemberRoles.Role owner =
        roles.stream().filter(role -> role.id() == owned.ownerId()).findFirst().orElseThrow();
    return new Finding(
        defines ? NOTE : MORE_THAN_NEEDED,
        false,
        "%s owns %s: an owner can change, drop and grant, and row-level security does not hold."
            .formatted(owned.owner(), owned.words()),
        owner.own()
            ? """
            -- If a program needs this role as it is, give Howdah another instead.
            reassign owned by %s to %s;"""
                .formatted(owned.owner(), owned.heir())
            : String.join("\n", owner.revocations()),
        false);
  }
}
