package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parser;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.OperatorUse;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import dev.howdah.testing.PostgresAnalysis;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Our reading of statements beside PostgreSQL's own. */
final class Comparison {

  /**
   * How values of the built-in types are sorted is of no interest: we say no more than the type.
   * PostgreSQL breaks the lines of a tree anywhere.
   */
  private static final Pattern BUILT_IN_SORT =
      Pattern.compile("(:(?:eqop|sortop|startInRangeFunc|endInRangeFunc))\\s+\\d{1,4}\\b");

  private static final Set<String> ANALYSED =
      Set.of("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

  /** SELECT INTO is a command of another kind. */
  private static final Pattern CREATING = Pattern.compile("\\{QUERY\\s+:commandType\\s+6\\b");

  private final Catalogue catalogue;
  private final Parser parser;
  private final PostgresAnalysis postgres;
  private final Shown shown;
  private final List<String> missed = new ArrayList<>();
  private final Map<Surplus, List<String>> more = new LinkedHashMap<>();
  private final Map<String, String> refused = new LinkedHashMap<>();
  private final List<String> invalid = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private int equal;
  private int compared;

  Comparison(Catalogue catalogue, Parser parser, PostgresAnalysis postgres) {
    this.catalogue = catalogue;
    this.parser = parser;
    this.postgres = postgres;
    this.shown = new Shown(catalogue);
  }

  /**
   * Statements in which PostgreSQL uses something that we do not see, or whose columns it names
   * otherwise.
   */
  List<String> missed() {
    return missed;
  }

  /** Statements in which we see more than PostgreSQL, by the reason why. */
  Map<Surplus, List<String>> more() {
    return more;
  }

  /** Statements that PostgreSQL takes and we do not, with our reasons. */
  Map<String, String> refused() {
    return refused;
  }

  /** What is not one statement of a kind that is analysed. */
  List<String> others() {
    return others;
  }

  /** Statements that PostgreSQL does not take, with its reasons. */
  List<String> invalid() {
    return invalid;
  }

  int compared() {
    return compared;
  }

  /** How many are the same to the last function. */
  int equal() {
    return equal;
  }

  /** Compares a statement, unless it is several or of a kind that names nothing in this way. */
  void add(String sql) {
    if (!(parser.parse(sql) instanceof Outcome.Tree(var parsed))
        || parsed.statements().size() != 1
        || !ANALYSED.contains(parsed.statements().getFirst().node().kind())) {
      others.add(sql);
      return;
    }
    String tree;
    try {
      tree = postgres.tree(sql);
    } catch (SQLException e) {
      invalid.add(sql + "\n    " + e.getMessage());
      return;
    }
    if (CREATING.matcher(tree).lookingAt()) {
      others.add(sql);
      return;
    }
    Analysis ours;
    try {
      ours = new Analyzer(catalogue).analyze(parsed.statements().getFirst().node());
    } catch (Unsupported | UnknownName e) {
      refused.put(sql, e.toString());
      return;
    }
    compared++;
    missing(sql, tree, ours);
    surplus(sql, recorded(tree), ours);
  }

  /** What stands in the tree, without the casts that we add by the types of arguments. */
  private Uses recorded(String tree) {
    Uses uses = new StoredTrees(catalogue).uses(tree);
    uses.functions().removeIf(use -> !use.certain());
    return uses;
  }

  private void missing(String sql, String tree, Analysis analysis) {
    var needed = BUILT_IN_SORT.matcher(tree).replaceAll("$1 0");
    var ours = plain(analysis.uses());
    Set<Object> lacking = plain(recorded(needed));
    lacking.removeAll(ours);
    lacking.removeIf(
        use ->
            use instanceof ColumnUse column
                && ours.contains(new ColumnUse(column.relation(), 0, column.privilege(), -1)));
    // The guard follows a domain to its base.
    Types types = new Types(catalogue);
    analysis.uses().types().stream()
        .map(use -> new TypeUse(types.base(use.type()), -1))
        .forEach(lacking::remove);
    var columns = OutputColumns.of(tree);
    if (!lacking.isEmpty()) {
      missed.add(sql + "\n    " + shown.all(lacking));
    }
    if (!analysis.unknownColumns().isEmpty()) {
      missed.add(sql + "\n    unknown: " + analysis.unknownColumns());
    }
    if (!columns.equals(analysis.columns())) {
      missed.add(sql + "\n    named " + analysis.columns() + ", not " + columns);
    }
  }

  private void surplus(String sql, Uses theirs, Analysis analysis) {
    var ours = analysis.uses();
    Set<Object> extra = plain(ours);
    extra.removeAll(plain(theirs));
    extra.removeIf(use -> use instanceof TypeUse);
    if (extra.isEmpty()) {
      equal++;
    }
    Map<Surplus, Set<Object>> reasons = new LinkedHashMap<>();
    for (var use : extra) {
      reasons
          .computeIfAbsent(
              Surplus.of(use, ours, theirs, catalogue, sql), _ -> new LinkedHashSet<>())
          .add(use);
    }
    reasons.forEach(
        (reason, uses) ->
            more.computeIfAbsent(reason, _ -> new ArrayList<>())
                .add(sql + "\n    " + shown.all(uses)));
  }

  /** Without positions; whether we are certain does not matter. */
  static Set<Object> plain(Uses uses) {
    Set<Object> plain = new LinkedHashSet<>();
    uses.relations()
        .forEach(use -> plain.add(new RelationUse(use.relation(), use.privilege(), -1)));
    uses.columns()
        .forEach(
            use -> plain.add(new ColumnUse(use.relation(), use.column(), use.privilege(), -1)));
    uses.functions().forEach(use -> plain.add(new FunctionUse(use.function(), -1, true)));
    uses.operators().forEach(use -> plain.add(new OperatorUse(use.operator(), -1, true)));
    uses.types().forEach(use -> plain.add(new TypeUse(use.type(), -1)));
    return plain;
  }
}
