package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.OperatorUse;
import dev.howdah.sql.resolve.Uses.Privilege;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the trees use that PostgreSQL has analysed and stored: rules, and with them views, row
 * policies, constraints, and bodies of SQL-standard functions. They name everything by its OID.
 */
public final class StoredTrees {

  /** {@code RTE_RELATION}. */
  private static final long RELATION = 0;

  /**
   * Column sets count from the lowest system column: {@code FirstLowInvalidHeapAttributeNumber}.
   */
  private static final int LOWEST_COLUMN = -7;

  private static final List<String> FUNCTIONS =
      List.of(
          "funcid",
          "opfuncid",
          "hashfuncid",
          "negfuncid",
          "aggfnoid",
          "winfnoid",
          "tsmhandler",
          "startInRangeFunc",
          "endInRangeFunc");

  /** Those of them that take the node's arguments. */
  private static final List<String> CALLED = List.of("funcid", "opfuncid", "aggfnoid", "winfnoid");

  private static final List<String> OPERATORS =
      List.of("opno", "eqop", "sortop", "cycle_mark_neop");

  /** {@code ACL_INSERT}, {@code ACL_SELECT}, {@code ACL_UPDATE}, {@code ACL_DELETE}, bit by bit. */
  private static final Map<Integer, Privilege> PERMISSIONS =
      Map.of(1, Privilege.INSERT, 2, Privilege.SELECT, 4, Privilege.UPDATE, 8, Privilege.DELETE);

  private static final Map<String, Privilege> COLUMNS =
      Map.of(
          "selectedCols", Privilege.SELECT,
          "insertedCols", Privilege.INSERT,
          "updatedCols", Privilege.UPDATE);

  private final Catalogue catalogue;
  private final StoredCasts casts;
  private final Stored stored;

  public StoredTrees(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.casts = new StoredCasts(catalogue);
    this.stored = new Stored(catalogue);
  }

  /** A tree that is not as PostgreSQL 15 to 18 write it, so that nothing can be said of it. */
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * What a tree uses. Positions are unknown.
   *
   * @throws Unreadable when it cannot be read
   */
  public Uses uses(String tree) {
    Uses uses = Uses.none();
    walk(new StoredTreeReader(tree).read(), uses);
    return uses;
  }

  /**
   * The same of an expression over the columns of one relation, with these columns.
   *
   * @param relation its oid
   */
  public Uses uses(String tree, long relation) {
    Object read = new StoredTreeReader(tree).read();
    Uses uses = Uses.none();
    walk(read, uses);
    own(read, 0, relation, uses);
    return uses;
  }

  /**
   * What a function is first given in a tree, call by call: the text of a constant, or nothing for
   * any other value.
   */
  public List<Optional<String>> firstArguments(String tree, long function) {
    List<Optional<String>> found = new ArrayList<>();
    firstArguments(new StoredTreeReader(tree).read(), function, found);
    return found;
  }

  private static void firstArguments(Object value, long function, List<Optional<String>> found) {
    switch (value) {
      case StoredNode node -> {
        if (node.number("funcid") == function) {
          found.add(node.nodes("args").stream().findFirst().flatMap(StoredNode::text));
        }
        node.values().forEach(each -> firstArguments(each, function, found));
      }
      case List<?> list -> list.forEach(each -> firstArguments(each, function, found));
      default -> {}
    }
  }

  /** Each query within counts as a level that its variables may look out of. */
  private static void own(Object value, int level, long relation, Uses uses) {
    switch (value) {
      case StoredNode node -> {
        if (node.kind().equals("VAR")
            && node.number("varlevelsup") == level
            && node.number("varno") == 1) {
          int column = (int) node.number("varattno");
          uses.columns().add(new ColumnUse(relation, column, Privilege.SELECT, -1));
        }
        int inside = node.kind().equals("QUERY") ? level + 1 : level;
        node.values().forEach(each -> own(each, inside, relation, uses));
      }
      case List<?> list -> list.forEach(each -> own(each, level, relation, uses));
      default -> {}
    }
  }

  private void walk(Object value, Uses uses) {
    switch (value) {
      case StoredNode node -> node(node, uses);
      case List<?> list -> list.forEach(each -> walk(each, uses));
      default -> {}
    }
  }

  private void node(StoredNode node, Uses uses) {
    if (!StoredKinds.KNOWN.contains(node.kind())) {
      throw new Unreadable("a node " + node.kind());
    }
    switch (node.kind()) {
      case "QUERY" -> relations(node, uses);
      case "CONST" -> made(node.number("consttype"), uses);
      case "COERCETODOMAIN" -> type(node.number("resulttype"), uses);
      case "COERCEVIAIO" -> {
        made(node.number("resulttype"), uses);
        node.nodesIn("arg").forEach(argument -> made(printed(argument), uses));
      }
      case "NEXTVALUEEXPR" ->
          uses.relations().add(new RelationUse(node.number("seqid"), Privilege.UPDATE, -1));
      case "RANGETBLFUNCTION" -> listed(node, uses);
      case "JSONCONSTRUCTOREXPR" -> casts.json(node, uses);
      // What is sorted, grouped or made distinct by.
      case "TARGETENTRY" -> {
        if (node.number("ressortgroupref") != 0) {
          casts.compared(node, uses);
        }
      }
      case "COMMONTABLEEXPR" -> {
        if (!node.nodesIn("cycle_clause").isEmpty()) {
          node.numbers("ctecoltypes").forEach(type -> casts.compared(type, uses));
        }
      }
      case "SETOPERATIONSTMT" -> {
        if (!node.nodes("groupClauses").isEmpty()) {
          node.numbers("colTypes").forEach(type -> casts.compared(type, uses));
        }
      }
      case "MINMAX", "MINMAXEXPR" -> {
        made(node.number("minmaxtype"), uses);
        node.nodes("args").forEach(each -> casts.compared(each, uses));
      }
      default -> {}
    }
    CALLED.forEach(field -> casts.call(node.number(field), node, uses));
    FUNCTIONS.forEach(field -> function(node.number(field), uses));
    OPERATORS.forEach(field -> operator(node.number(field), uses));
    if (node.kind().startsWith("ROWCOMPARE")) {
      node.numbers("opnos").forEach(oid -> operator(oid, uses));
      node.nodes("largs").forEach(each -> casts.compared(each, uses));
      node.nodes("rargs").forEach(each -> casts.compared(each, uses));
    }
    node.values().forEach(value -> walk(value, uses));
  }

  /** The rows of a function become of the types that are listed for them, if there is a list. */
  private void listed(StoredNode node, Uses uses) {
    boolean converted =
        node.nodesIn("funcexpr").stream()
            .map(call -> call.number("funcid"))
            .noneMatch(function -> function != 0 && function < Types.FIRST_NORMAL_OID);
    List<Long> modifiers = node.numbers("funccoltypmods").toList();
    List<Long> types = node.numbers("funccoltypes").toList();
    for (int i = 0; i < types.size(); i++) {
      made(types.get(i), uses);
      if (converted) {
        uses.add(stored.as(Stored.UNDECIDED, types.get(i), modifiers.get(i).intValue()));
      }
    }
  }

  /** The type whose output function prints a value: a domain has none of its own. */
  private long printed(StoredNode node) {
    return new Types(catalogue).base(StoredCasts.type(node));
  }

  /** Values of the server's own types come about without anything that could be refused. */
  private void made(long oid, Uses uses) {
    if (oid >= Types.FIRST_NORMAL_OID) {
      type(oid, uses);
    }
  }

  private static void type(long oid, Uses uses) {
    if (oid != 0) {
      uses.types().add(new TypeUse(oid, -1));
    }
  }

  private static void function(long oid, Uses uses) {
    if (oid != 0) {
      uses.functions().add(new FunctionUse(oid, -1, true));
    }
  }

  private void operator(long oid, Uses uses) {
    if (oid == 0) {
      return;
    }
    Operator operator =
        catalogue.operator(oid).orElseThrow(() -> new Unreadable("the operator " + oid));
    uses.operators().add(new OperatorUse(oid, -1, true));
    function(operator.function(), uses);
  }

  /** Up to PostgreSQL 15 the permissions stand in the range table, since 16 in a list beside it. */
  private static void relations(StoredNode query, Uses uses) {
    List<StoredNode> permissions = query.nodes("rteperminfos");
    for (StoredNode entry : query.nodes("rtable")) {
      if (entry.number("rtekind") != RELATION) {
        continue;
      }
      long relation = entry.number("relid");
      int index = (int) entry.number("perminfoindex");
      if (index > permissions.size()) {
        throw new Unreadable("no permissions " + index);
      }
      StoredNode needed = index > 0 ? permissions.get(index - 1) : entry;
      relation(relation, needed, uses);
    }
  }

  private static void relation(long relation, StoredNode needed, Uses uses) {
    long bits = needed.number("requiredPerms");
    List<Privilege> privileges = new ArrayList<>();
    PERMISSIONS.forEach(
        (bit, privilege) -> {
          if ((bits & bit) != 0) {
            privileges.add(privilege);
          }
        });
    if (privileges.isEmpty()) {
      privileges.add(Privilege.SELECT);
    }
    privileges.forEach(each -> uses.relations().add(new RelationUse(relation, each, -1)));
    COLUMNS.forEach(
        (field, privilege) ->
            needed
                .numbers(field)
                .forEach(
                    number ->
                        uses.columns()
                            .add(
                                new ColumnUse(
                                    relation, (int) (number + LOWEST_COLUMN), privilege, -1))));
  }
}
