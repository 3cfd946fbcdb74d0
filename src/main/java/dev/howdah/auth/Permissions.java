package dev.howdah.auth;

import dev.howdah.config.Nearest;
import dev.howdah.config.Reading;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may touch what: the rules for everybody, and the roles that callers have. Deny wins over
 * allow. Immutable and thread-safe.
 */
public final class Permissions {

  private static final Set<Operation> ALL = Set.of(Operation.values());
  private static final Set<Operation> READING = Set.of(Operation.SELECT);

  private final AccessSettings settings;
  private final RelationRules blocked;
  private final @Nullable Assignments assignments;
  private final @Nullable Role localRole;
  private final List<Hidden> hidden;

  /**
   * Columns that nobody may touch, whatever the settings say.
   *
   * @param database null: in each
   */
  private record Hidden(@Nullable String database, RelationRules rules) {}

  /**
   * The roles that callers have.
   *
   * @param subjects by the token's {@code sub}
   * @param groups by the name of a group, in the order that decides between several
   * @param byDefault for callers who are in neither; null when these get nothing
   */
  record Assignments(
      Map<String, Role> subjects, Map<String, Role> groups, @Nullable Role byDefault) {

    Assignments {
      subjects = new LinkedHashMap<>(subjects);
      groups = new LinkedHashMap<>(groups);
    }
  }

  private Permissions(
      AccessSettings settings,
      @Nullable Assignments assignments,
      @Nullable Role localRole,
      List<Hidden> hidden) {
    this.settings = settings;
    this.blocked = settings.relationRules();
    this.assignments = assignments;
    this.localRole = localRole;
    this.hidden = List.copyOf(hidden);
  }

  /**
   * The same that keeps columns from everybody, whether access rules are enabled or not.
   *
   * @param database the only one in which they do; null: in each
   * @param columns each as schema.table.column or table.column
   */
  public Permissions hiding(@Nullable String database, List<String> columns) {
    if (columns.isEmpty()) {
      return this;
    }
    var rules =
        RelationRules.of(List.of(), columns.stream().map(RelationRules::parseColumn).toList());
    return new Permissions(
        settings,
        assignments,
        localRole,
        Stream.concat(hidden.stream(), Stream.of(new Hidden(database, rules))).toList());
  }

  /** What nobody may touch in that database. */
  private RelationRules blocked(String database) {
    return hidden.stream()
        .filter(each -> each.database() == null || each.database().equals(database))
        .map(Hidden::rules)
        .reduce(blocked, RelationRules::and);
  }

  /** Reads the permissions file, if there is one; everything that is wrong with it is reported. */
  public static Reading<Permissions> read(AccessSettings settings) {
    String file = settings.permissionsFile();
    String local = settings.localRole();
    if (file == null && local != null) {
      return new Reading.Refused<>(
          List.of(
              "access.local-role must be left out while access.permissions-file is not set, was "
                  + local));
    }
    if (file == null || !settings.enabled()) {
      return accepted(new Permissions(settings, null, null, List.of()));
    }
    var problems = new ArrayList<String>();
    var read = PermissionsFile.read(file, problems);
    Role localRole = local == null ? null : read.roles().get(local);
    if (local != null && localRole == null && problems.isEmpty()) {
      problems.add(
          "access.local-role must be a role of the file "
              + file
              + ", was "
              + local
              + Nearest.hint(local, read.roles().keySet()));
    }
    return problems.isEmpty()
        ? accepted(new Permissions(settings, read.assignments(), localRole, List.of()))
        : new Reading.Refused<>(problems);
  }

  private static Reading<Permissions> accepted(Permissions permissions) {
    return new Reading.Accepted<>(permissions, List.of(), List.of());
  }

  /**
   * The caller's role. Empty for a caller who has none: when {@link #needsRole} says so, that
   * caller may do nothing; else only the rules for everybody hold.
   */
  public Optional<Role> role(Caller caller) {
    if (caller.local()) {
      return Optional.ofNullable(localRole);
    }
    if (assignments == null) {
      return Optional.empty();
    }
    Role own = assignments.subjects().get(caller.subject());
    if (own != null) {
      return Optional.of(own);
    }
    return assignments.groups().entrySet().stream()
        .filter(group -> caller.groups().contains(group.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> Optional.ofNullable(assignments.byDefault()));
  }

  /** Whether the caller may do nothing without a role. */
  public boolean needsRole(Caller caller) {
    return !caller.local() && assignments != null;
  }

  /** Whether the caller has the tool of that name. */
  public boolean offers(Caller caller, String tool) {
    return role(caller).map(role -> role.tools().contain(tool)).orElse(!needsRole(caller));
  }

  /** Whether the caller may ask the database of that name at all. */
  public boolean opens(Caller caller, String database) {
    return role(caller).map(each -> each.databases().contain(database)).orElse(!needsRole(caller));
  }

  /**
   * What the caller may touch in the database of that name.
   *
   * @param ddl whether the schema may be changed there at all
   */
  public Access access(Caller caller, String database, boolean ddl) {
    if (!opens(caller, database)) {
      return new NoAccess();
    }
    Optional<Role> role = role(caller);
    Set<Operation> allowed = role.map(Role::operations).orElse(caller.local() ? ALL : READING);
    return access(blocked(database), role, allowed, ddl);
  }

  private Access access(
      RelationRules rules, Optional<Role> role, Set<Operation> allowed, boolean ddl) {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    operations.addAll(allowed);
    if (!ddl) {
      operations.remove(Operation.DDL);
    }
    return new AccessRules(
        rules, settings.allowedStatements(), settings.systemCatalogues(), operations, role);
  }

  /**
   * What everybody who may call a server over HTTP may touch in the database of that name: all who
   * have a role of the permissions file, and the local caller, who counts without a role only where
   * nobody else has one.
   *
   * @param ddl whether the schema may be changed there at all
   */
  public List<Access> everybody(String database, boolean ddl) {
    List<Role> roles = new ArrayList<>();
    if (localRole != null) {
      roles.add(localRole);
    }
    if (assignments != null) {
      roles.addAll(assignments.subjects().values());
      roles.addAll(assignments.groups().values());
      if (assignments.byDefault() != null) {
        roles.add(assignments.byDefault());
      }
    }
    return roles.isEmpty()
        ? List.of(access(Caller.LOCAL, database, ddl))
        : roles.stream()
            .distinct()
            .filter(role -> role.databases().contain(database))
            .<Access>map(
                role -> access(blocked(database), Optional.of(role), role.operations(), ddl))
            .toList();
  }
}
