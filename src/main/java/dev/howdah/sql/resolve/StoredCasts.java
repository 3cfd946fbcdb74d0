package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** What functions in stored trees run by the types of their arguments: casts and comparisons. */
final class StoredCasts {

  /** Where expressions say of which type they are. */
  private static final List<String> RESULTS =
      List.of(
          "vartype",
          "funcresulttype",
          "opresulttype",
          "resulttype",
          "consttype",
          "paramtype",
          "aggtype",
          "wintype",
          "casetype",
          "coalescetype",
          "minmaxtype",
          "refrestype",
          "array_typeid",
          "row_typeid",
          "typeId",
          "msftype");

  private static final List<String> WRAPPED = List.of("expr", "arg", "retexpr");

  private static final Set<String> ROWS = Set.of("ROW", "ROWEXPR");
  private static final Set<String> WRAPPERS =
      Set.of("TARGETENTRY", "NAMEDARGEXPR", "COLLATE", "COLLATEEXPR", "RETURNINGEXPR");

  private final Catalogue catalogue;
  private final OwnCasts casts;
  private final Comparisons comparisons;

  StoredCasts(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.casts = new OwnCasts(catalogue);
    this.comparisons = new Comparisons(catalogue);
  }

  /** The type that an expression says it is of; 0 when it does not say. */
  static long type(StoredNode node) {
    return RESULTS.stream().map(node::number).filter(type -> type != 0).findFirst().orElse(0L);
  }

  /** Adds what a call of a function runs beside it. */
  void call(long oid, StoredNode call, Uses uses) {
    Function function = oid == 0 ? null : catalogue.function(oid).orElse(null);
    if (function == null) {
      return;
    }
    if (casts.makesJson(function)) {
      json(call, uses);
    }
    if (casts.makesText(function)) {
      call.nodes("args")
          .forEach(argument -> add(argument, type -> functions(casts.toText(type), uses)));
    }
    if (Comparisons.compares(function)) {
      call.nodes("args").forEach(argument -> compared(argument, uses));
    }
    if (Types.opened(function)) {
      call.nodes("args").forEach(argument -> add(argument, type -> made(type, uses)));
      call.nodes("aggdirectargs").forEach(argument -> add(argument, type -> made(type, uses)));
    }
  }

  private static void made(long type, Uses uses) {
    if (type >= Types.FIRST_NORMAL_OID) {
      uses.types().add(new TypeUse(type, -1));
    }
  }

  /** Adds what making JSON of a node's arguments runs. */
  void json(StoredNode node, Uses uses) {
    node.nodes("args")
        .forEach(argument -> add(argument, type -> functions(casts.toJson(type), uses)));
  }

  /** Adds what comparing an expression's values runs. */
  void compared(StoredNode expression, Uses uses) {
    add(expression, type -> compared(type, uses));
  }

  /** The same for values of a type. */
  void compared(long type, Uses uses) {
    uses.add(comparisons.of(type, -1));
  }

  private static void functions(Set<Long> functions, Uses uses) {
    functions.forEach(function -> uses.functions().add(new FunctionUse(function, -1, false)));
  }

  // Kinds that do not say their type are of the server's own types.
  private void add(StoredNode argument, LongConsumer run) {
    if (WRAPPERS.contains(argument.kind())) {
      WRAPPED.stream()
          .flatMap(field -> argument.nodesIn(field).stream())
          .forEach(inner -> add(inner, run));
    } else if (argument.kind().equals("SUBLINK")) {
      argument.nodesIn("subselect").stream()
          .flatMap(query -> query.nodes("targetList").stream())
          .forEach(target -> add(target, run));
    } else if (ROWS.contains(argument.kind()) && type(argument) == Types.RECORD) {
      argument.nodes("args").forEach(field -> add(field, run));
    } else {
      long type = type(argument);
      if (type != 0) {
        run.accept(type);
      }
    }
  }
}
