package dev.howdah.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function, procedure, aggregate or window function.
 *
 * @param arguments types of the input arguments, in order; a variadic one is an array, or {@code
 *     "any"}
 * @param names names of the input arguments, empty strings for those without; empty when none has
 * @param variadic the element type of the last argument when that is variadic, else 0
 * @param defaults how many of the last input arguments may be left out
 * @param defaultTree the stored tree of these arguments' expressions; null for built-in functions
 *     and where there are none
 * @param result the result's type
 * @param outputs the columns of a function that has OUT, INOUT or TABLE arguments, else empty
 * @param configured whether it comes with settings of its own ({@code proconfig})
 * @param support OIDs of the functions that an aggregate runs
 * @param aggregate what an aggregate is; null for everything else
 * @param extension the name of the extension that it belongs to
 */
public record Function(
    long oid,
    String schema,
    String name,
    Kind kind,
    List<Long> arguments,
    List<String> names,
    long variadic,
    int defaults,
    @Nullable String defaultTree,
    long result,
    boolean returnsSet,
    List<Output> outputs,
    boolean securityDefiner,
    boolean configured,
    String language,
    Volatility volatility,
    List<Long> support,
    @Nullable Aggregate aggregate,
    @Nullable String extension) {

  /** {@code pg_proc.prokind}. */
  public enum Kind {
    FUNCTION,
    PROCEDURE,
    AGGREGATE,
    WINDOW
  }

  /** {@code pg_proc.provolatile}, as declared, which proves nothing. */
  public enum Volatility {
    IMMUTABLE,
    STABLE,
    VOLATILE
  }

  /** {@code pg_aggregate.aggkind}, and how many of the arguments are direct ones. */
  public record Aggregate(char kind, int directArguments) {}

  /** One column of the result. */
  public record Output(String name, long type) {}

  public Function {
    arguments = List.copyOf(arguments);
    names = List.copyOf(names);
    outputs = List.copyOf(outputs);
    support = List.copyOf(support);
  }
}
