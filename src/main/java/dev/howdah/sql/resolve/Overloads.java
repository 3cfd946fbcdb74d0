package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.catalog.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which function or operator a call means. PostgreSQL manual, Type Conversion. Thread-safe as the
 * catalogue is; its methods throw {@link Catalogue.Missing} when it has to load something first.
 */
final class Overloads {

  private final Types types;
  private final CommonTypes common;
  private final Candidates candidates;
  private final Selection selection;
  private final Outcomes outcomes;
  private final TypeCalls typeCalls;

  Overloads(Catalogue catalogue) {
    this(catalogue, type -> true);
  }

  /**
   * @param known of which types the caller may know
   */
  Overloads(Catalogue catalogue, Predicate<Type> known) {
    this.types = new Types(catalogue);
    this.common = new CommonTypes(catalogue);
    this.candidates = new Candidates(catalogue);
    this.selection = new Selection(catalogue);
    this.outcomes = new Outcomes(catalogue);
    this.typeCalls = new TypeCalls(catalogue, known);
  }

  /**
   * What a function call means; attribute notation {@code (x).name} that is no column is the call
   * {@code name(x)}. Functions of the wrong kind, which PostgreSQL refuses then, are among the
   * candidates.
   */
  Resolution<Function> function(Call call) {
    var all = candidates.functions(call);
    var arguments = call.arguments();
    var exact = exact(all, arguments);
    if (exact.isPresent()) {
      return outcomes.of(List.of(exact.get()), call);
    }
    var cast = typeCalls.target(call);
    var open = arguments.contains(Types.UNDECIDED);
    if (cast != Types.NONE && !open) {
      return outcomes.of(cast, arguments.getFirst());
    }
    var chosen = outcomes.of(selection.choose(all, arguments), call);
    return cast == Types.NONE ? chosen : outcomes.or(chosen, cast);
  }

  /**
   * What an operator means.
   *
   * @param left the left operand's type, 0 for a prefix operator
   */
  Resolution<Operator> operator(Identifier symbol, long left, long right) {
    var prefix = left == Types.NONE;
    var operands = prefix ? List.of(right) : List.of(left, right);
    var all = candidates.operators(symbol, prefix);
    var chosen =
        exactOperator(all, operands).map(List::of).orElseGet(() -> selection.choose(all, operands));
    return outcomes.of(chosen, operands);
  }

  /** What an operator between a value and each element of an array means: {@code = ANY (array)}. */
  Resolution<Operator> anyOrAll(Identifier symbol, long left, long array) {
    if (!Types.known(array)) {
      return operator(symbol, left, array);
    }
    var element = types.element(types.base(array));
    return element == Types.NONE ? outcomes.none() : operator(symbol, left, element);
  }

  /**
   * What {@code left IN (…)} or {@code NOT IN} means, for each operator that it needs. Rows on both
   * sides are compared field by field instead.
   *
   * @param symbol {@code =}, or {@code <>} for NOT IN
   * @param plain types of the items without columns of this query, in order
   * @param others types of the items with columns
   */
  List<Resolution<Operator>> in(Identifier symbol, long left, List<Long> plain, List<Long> others) {
    List<Resolution<Operator>> found = new ArrayList<>();
    List<Long> single = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    all.add(left);
    all.addAll(plain);
    var element = plain.size() > 1 ? common.of(all) : Types.NONE;
    var array =
        Types.known(element)
            && element != Types.RECORD
            && common.convertible(all, element)
            && types.array(element) != Types.NONE;
    if (array || element == Types.UNDECIDED) {
      found.add(operator(symbol, left, element));
    }
    if (!array) {
      single.addAll(plain);
    }
    single.addAll(others);
    single.stream().distinct().map(item -> operator(symbol, left, item)).forEach(found::add);
    return found;
  }

  /**
   * The columns of a candidate that has them, with the types that they have in this call; {@link
   * Types#UNDECIDED} where that is open.
   */
  List<Function.Output> outputs(Function function, Call call) {
    return candidates.functions(call).stream()
        .filter(candidate -> candidate.objects().contains(function))
        .findFirst()
        .map(candidate -> outcomes.outputs(candidate, function, call))
        .orElse(function.outputs());
  }

  private static <T> Optional<Candidate<T>> exact(List<Candidate<T>> all, List<Long> arguments) {
    var wanted =
        arguments.stream().map(type -> type == Types.PARAMETER ? Types.UNKNOWN : type).toList();
    return all.stream()
        .filter(candidate -> candidate.arguments().subList(0, wanted.size()).equals(wanted))
        .findFirst();
  }

  /** Also takes an untyped operand for one of the other's type, or of that domain's base type. */
  private Optional<Candidate<Operator>> exactOperator(
      List<Candidate<Operator>> all, List<Long> operands) {
    if (operands.contains(Types.UNDECIDED)) {
      return Optional.empty();
    }
    var known = operands.stream().filter(Types::known).toList();
    if (operands.size() == 1 || known.size() != 1) {
      return exact(all, operands);
    }
    var type = (long) known.getFirst();
    var base = types.base(type);
    return exact(all, List.of(type, type)).or(() -> exact(all, List.of(base, base)));
  }
}
