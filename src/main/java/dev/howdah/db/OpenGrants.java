package dev.howdah.db;

import dev.howdah.sql.guard.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grants by tables and columns, which say what the access rules say. Nothing is granted in advance:
 * a table that is made later may be a closed one.
 */
final class OpenGrants {

  private static final List<Operation> BY_COLUMN =
      List.of(Operation.SELECT, Operation.INSERT, Operation.UPDATE);

  private final RoleScript.Names names;
  private final Consumer<String> lines;

  OpenGrants(RoleScript.Names names, Consumer<String> lines) {
    this.names = names;
    this.lines = lines;
  }

  void write(List<Opening> openings) {
    lines.accept("");
    lines.accept(
        "-- What the access rules leave open today. A table or a column that is new is not");
    lines.accept("-- granted: examine again after a migration.");
    Map<String, List<Opening>> bySchema =
        openings.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.relation().schema(), LinkedHashMap::new, Collectors.toList()));
    List<Opening> kept =
        openings.stream().filter(each -> each.closed() || !each.whole(Operation.SELECT)).toList();
    if (!kept.isEmpty()) {
      lines.accept("-- Left out, because it is closed:");
      kept.forEach(each -> lines.accept(RoleScript.comment(each.shown())));
      kept.forEach(this::revoke);
    }
    bySchema.values().forEach(this::schema);
  }

  private void schema(List<Opening> openings) {
    List<Opening> open = openings.stream().filter(each -> !each.closed()).toList();
    if (open.isEmpty()) {
      return;
    }
    lines.accept("");
    lines.accept(
        "grant usage on schema "
            + open.getFirst().relation().quotedSchema()
            + " to "
            + names.role()
            + ";");
    open.forEach(
        each ->
            lines.accept(
                "grant "
                    + privileges(each)
                    + " on table "
                    + each.relation().quoted()
                    + " to "
                    + names.role()
                    + ";"));
    open.stream()
        .filter(each -> each.open().containsKey(Operation.INSERT) || updates(each))
        .flatMap(each -> each.relation().sequences().stream())
        .distinct()
        .forEach(
            sequence ->
                lines.accept("grant usage on sequence " + sequence + " to " + names.role() + ";"));
  }

  private static boolean updates(Opening opening) {
    return opening.open().containsKey(Operation.UPDATE);
  }

  private static String privileges(Opening opening) {
    Stream<String> byColumn =
        BY_COLUMN.stream()
            .filter(opening.open()::containsKey)
            .map(
                each ->
                    opening.whole(each)
                        ? word(each)
                        : word(each) + " (" + String.join(", ", opening.quoted(each)) + ")");
    Stream<String> whole =
        opening.open().containsKey(Operation.DELETE)
            ? Stream.of(word(Operation.DELETE))
            : Stream.empty();
    return Stream.concat(byColumn, whole).collect(Collectors.joining(", "));
  }

  private static String word(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  /** What is left of former grants, and what everybody has, would open it all the same. */
  private void revoke(Opening opening) {
    String table = opening.relation().quoted();
    if (names.there()) {
      lines.accept("revoke all on table " + table + " from " + names.role() + ";");
    }
    for (String privilege : opening.relation().publicPrivileges()) {
      lines.accept("revoke " + privilege + " on table " + table + " from public;");
    }
  }
}
