package dev.howdah.db;

import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Guard;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.StatementKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What all those who can call may do in one database.
 *
 * @param callers what each of them may touch
 * @param guard judges what tables and views rest on; asked for only where there are rules
 */
public record CallerRules(List<Access> callers, Supplier<Guard> guard) {

  public CallerRules {
    callers = List.copyOf(callers);
  }

  /** Those whose statements run in the role of the connection itself. */
  List<Access> direct() {
    return callers.stream().filter(each -> each.databaseRole().isEmpty()).toList();
  }

  /** The roles that statements of others run in, as the catalogue spells them. */
  List<String> databaseRoles() {
    return callers.stream()
        .flatMap(each -> each.databaseRole().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Whether some tables or columns may be closed to everybody who works in the connection's role.
   */
  boolean restricted() {
    return direct().isEmpty() || direct().stream().anyMatch(Access::restricted);
  }

  /** What any of them may do anywhere, as far as the database's mode goes. */
  Set<Operation> operations(DatabaseSettings settings) {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    for (Operation operation : mode(settings)) {
      if (direct().stream()
          .filter(each -> operation != Operation.SELECT || reads(each))
          .anyMatch(each -> each.allows(operation))) {
        operations.add(operation);
      }
    }
    return operations;
  }

  /** Whether any statement that may run reads tables: all kinds do but SHOW. */
  static boolean reads(Access access) {
    return Arrays.stream(StatementKind.values())
        .filter(kind -> kind != StatementKind.SHOW)
        .anyMatch(access::allows);
  }

  /** What the database's mode lets anybody do. */
  static Set<Operation> mode(DatabaseSettings settings) {
    if (settings.readOnly()) {
      return EnumSet.of(Operation.SELECT);
    }
    Set<Operation> all = EnumSet.allOf(Operation.class);
    if (!settings.allowDdl()) {
      all.remove(Operation.DDL);
    }
    return all;
  }
}
