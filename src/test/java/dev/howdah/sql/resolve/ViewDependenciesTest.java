package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parser;
import dev.howdah.sql.parser.PatientParsers;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.OperatorUse;
import dev.howdah.sql.resolve.Uses.Privilege;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of a view that is made of a query, PostgreSQL records nothing that we do not find in it. */
@OnEveryPostgres(withoutGap = true)
final class ViewDependenciesTest {

  private static final int GENERATED = 400;
  private static final long FIRST_OF_USERS = 16384;

  /** Views neither write nor have parameters. */
  private static final Pattern NO_VIEW =
      Pattern.compile("containing a data-modifying statement|there is no parameter");

  private final TestDatabase database;
  private final Oracle oracle;
  private final List<String> missed = new ArrayList<>();
  private final List<String> noView = new ArrayList<>();
  private final Set<String> more = new TreeSet<>();
  private final Set<String> unexplained = new TreeSet<>();
  private int compared;

  ViewDependenciesTest(TestDatabase database) throws SQLException {
    this.database = database;
    this.oracle = Oracle.ofZoo(database);
  }

  @Test
  void whatIsRecordedIsFound() throws SQLException {
    var generator = new Generator(20261122 + database.major());
    var statements =
        Stream.concat(
            Oracle.written(database.major()).stream(),
            Stream.generate(generator::statement).limit(GENERATED));
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement();
        var parsers = PatientParsers.make()) {
      statement.execute("create schema scratch; set search_path = zoo, pg_catalog, attic");
      connection.setAutoCommit(false);
      var catalogue = new WholeCatalogueReader(connection).read();
      var parser = parsers.forServer(catalogue.serverVersion());
      var views = new ViewDependencies(connection);
      for (var sql : statements.toList()) {
        var point = connection.setSavepoint();
        try {
          compare(sql, views, catalogue, parser);
        } catch (SQLException e) {
          noView.add(sql + "\n    " + e.getMessage());
        }
        connection.rollback(point);
      }
    }
    report();

    assertThat(noView).allMatch(line -> NO_VIEW.matcher(line).find());
    assertThat(missed).isEmpty();
    assertThat(unexplained).isEmpty();
    assertThat(compared).isGreaterThan(690);
  }

  private void compare(String sql, ViewDependencies views, WholeCatalogue catalogue, Parser parser)
      throws SQLException {
    var parsed = (Outcome.Tree) parser.parse(sql);
    var node = parsed.parsed().statements().getFirst().node();
    if (!node.is("SelectStmt")) {
      return;
    }
    var recorded = views.of(sql.replaceFirst(";$", ""));
    var found = new Analyzer(catalogue).analyze(node).uses();
    compared++;
    var ours = Comparison.plain(found);
    var theirs = Comparison.plain(recorded);
    var shown = new Shown(catalogue);
    Set<Object> lacking = new LinkedHashSet<>(theirs);
    lacking.removeAll(ours);
    lacking.removeIf(use -> wholeRow(use, ours) || constant(use, sql, catalogue));
    if (!lacking.isEmpty()) {
      missed.add(sql + "\n    " + shown.all(lacking));
    }
    Set<Object> extra = new LinkedHashSet<>(ours);
    extra.removeAll(theirs);
    extra.removeIf(use -> oid(use) < FIRST_OF_USERS);
    for (var use : extra) {
      var line = shown.all(Set.of(use)) + " in " + sql;
      (explained(use, found, recorded, catalogue, sql) ? more : unexplained).add(line);
    }
  }

  private static boolean wholeRow(Object use, Set<Object> ours) {
    return use instanceof ColumnUse column
        && ours.contains(new ColumnUse(column.relation(), 0, column.privilege(), -1));
  }

  /** The name of a relation as a constant is its OID, and gives nothing of it. */
  private static boolean constant(Object use, String sql, WholeCatalogue catalogue) {
    return use instanceof RelationUse relation
        && sql.matches(
            ".*'(zoo\\.)?" + catalogue.relation(relation.relation()).name() + "'::regclass.*");
  }

  /** Why PostgreSQL does not record something. */
  private static boolean explained(
      Object use, Uses found, Uses recorded, WholeCatalogue catalogue, String sql) {
    return switch (use) {
      // With the column or the function that is of the type.
      case TypeUse _ -> true;
      // As a whole row it is the relation, or nothing beside a column.
      case ColumnUse column -> column.column() == 0 && named(recorded, column.relation());
      // Nothing beside a column; and a lock is no dependency, but needs a privilege.
      case RelationUse relation ->
          relation.privilege() == Privilege.SELECT
              ? named(recorded, relation.relation())
              : Surplus.of(use, found, recorded, catalogue, sql) == Surplus.LOCK;
      // With its operator; or it is what the comparison with the tree explains.
      case FunctionUse function ->
          behindOperator(function, found, catalogue)
              || Surplus.of(use, found, recorded, catalogue, sql) != Surplus.UNEXPLAINED;
      default -> false;
    };
  }

  private static boolean named(Uses recorded, long relation) {
    return recorded.relations().stream().anyMatch(use -> use.relation() == relation)
        || recorded.columns().stream().anyMatch(use -> use.relation() == relation);
  }

  private static boolean behindOperator(
      FunctionUse function, Uses found, WholeCatalogue catalogue) {
    return found.operators().stream()
        .map(use -> catalogue.operator(use.operator()).orElseThrow())
        .anyMatch(operator -> operator.function() == function.function());
  }

  private static long oid(Object use) {
    return switch (use) {
      case RelationUse relation -> relation.relation();
      case ColumnUse column -> column.relation();
      case FunctionUse function -> function.function();
      case OperatorUse operator -> operator.operator();
      case TypeUse type -> type.type();
      default -> throw new IllegalArgumentException(use.toString());
    };
  }

  private void report() {
    List<String> lines = new ArrayList<>();
    lines.add("compared " + compared);
    lines.add("MISSED");
    lines.addAll(missed);
    lines.add("NO VIEW");
    lines.addAll(noView);
    lines.add("UNEXPLAINED");
    lines.addAll(unexplained);
    lines.add("MORE");
    lines.addAll(more);
    oracle.report("views", lines);
  }
}
