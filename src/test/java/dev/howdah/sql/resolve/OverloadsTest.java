package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of every function and operator there is mean what PostgreSQL takes them for. */
@OnEveryPostgres
final class OverloadsTest {

  private static final int CALLS = 4;
  private static final int OPERATIONS = 3 * CALLS;

  private final Connection connection;
  private final WholeCatalogue catalogue;
  private final Overloads overloads;
  private final Samples samples;
  private final Verdicts verdicts;

  OverloadsTest(TestDatabase own) throws SQLException {
    this.connection = Overloaded.in(own);
    this.catalogue = new WholeCatalogueReader(connection).read();
    this.overloads = new Overloads(catalogue);
    this.samples = new Samples(connection, catalogue);
    this.verdicts = new Verdicts(connection, samples);
    Described.switchOn(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void takesEveryFunctionCallForWhatPostgresqlDoes() {
    Set<String> seen = new HashSet<>();
    for (var function : functions()) {
      for (var form : samples.forms(function)) {
        for (var arguments : variations(form, CALLS)) {
          if (seen.add(function.name() + arguments)) {
            check(function, arguments);
          }
        }
      }
    }

    agreed();
  }

  @Test
  void takesEveryOperatorForWhatPostgresqlDoes() {
    Set<String> seen = new HashSet<>();
    for (var operator : operators()) {
      var left = operator.left();
      var form = left == 0 ? List.of(operator.right()) : List.of(left, operator.right());
      for (var operands : variations(form, OPERATIONS)) {
        if (seen.add(operator.symbol() + operands)) {
          check(operator.symbol(), operands);
        }
      }
    }

    agreed();
  }

  /** Only a table with the columns of a composite type, or a range's multirange, stays open. */
  private void agreed() {
    assertThat(verdicts.wrong).isEmpty();
    assertThat(verdicts.accepted).isGreaterThan(2_000);
    assertThat(verdicts.open).isLessThan(verdicts.accepted / 200);
  }

  private List<List<Long>> variations(List<Long> form, int count) {
    List<List<Long>> found = new ArrayList<>();
    found.add(samples.exact(form));
    for (var i = 0; i < count; i++) {
      found.add(samples.near(form));
    }
    return found;
  }

  private List<Function> functions() {
    return catalogue.functionsByOid().values().stream()
        .filter(function -> function.kind() != Function.Kind.PROCEDURE)
        .filter(function -> catalogue.searchPath().contains(function.schema()))
        .sorted(Comparator.comparingLong(Function::oid))
        .toList();
  }

  private List<Operator> operators() {
    return catalogue.operatorsByOid().values().stream()
        .filter(operator -> catalogue.searchPath().contains(operator.schema()))
        .sorted(Comparator.comparingLong(Operator::oid))
        .toList();
  }

  private void check(Function function, List<Long> arguments) {
    var direct = direct(function, arguments.size());
    var expressions = samples.expressions(arguments);
    var sql =
        "select \"%s\"(%s)%s%s"
            .formatted(
                function.name(),
                String.join(", ", expressions.subList(0, direct)),
                direct == arguments.size()
                    ? ""
                    : " within group (order by %s)"
                        .formatted(
                            String.join(", ", expressions.subList(direct, expressions.size()))),
                function.kind() == Function.Kind.WINDOW ? " over ()" : "");
    var name = Identifier.of(function.name());
    var sorted = arguments.size() - direct;
    var ours = overloads.function(new Call(name, arguments, List.of(), false, sorted));
    var theirs = verdicts.compare(sql, arguments, ours, catalogue.functionsByOid()::get);
    var blurred = samples.blurred(arguments);
    verdicts.among(
        sql + " as " + blurred,
        theirs,
        overloads.function(new Call(name, blurred, List.of(), false, sorted)),
        catalogue.functionsByOid()::get);
  }

  /** How many arguments stand before WITHIN GROUP. */
  private static int direct(Function function, int given) {
    var aggregate = function.aggregate();
    if (aggregate == null || aggregate.kind() == 'n') {
      return given;
    }
    return aggregate.kind() == 'h' ? given / 2 : Math.min(aggregate.directArguments(), given);
  }

  private void check(String symbol, List<Long> operands) {
    var expressions = samples.expressions(operands);
    var sql =
        operands.size() == 1
            ? "select %s %s".formatted(symbol, expressions.getFirst())
            : "select %s %s %s".formatted(expressions.getFirst(), symbol, expressions.getLast());
    var theirs =
        verdicts.compare(sql, operands, resolve(symbol, operands), catalogue.operatorsByOid()::get);
    var blurred = samples.blurred(operands);
    verdicts.among(
        sql + " as " + blurred, theirs, resolve(symbol, blurred), catalogue.operatorsByOid()::get);
  }

  private Resolution<Operator> resolve(String symbol, List<Long> operands) {
    return overloads.operator(
        Identifier.of(symbol), operands.size() == 1 ? 0 : operands.getFirst(), operands.getLast());
  }
}
