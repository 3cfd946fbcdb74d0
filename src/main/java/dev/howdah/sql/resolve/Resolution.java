package dev.howdah.sql.resolve;

import java.util.List;
import java.util.Set;

/**
 * What a call means: all that it could mean, never less than PostgreSQL could choose.
 *
 * <p>With neither candidates nor a cast, PostgreSQL says that it does not exist. When PostgreSQL
 * says that it is ambiguous, the candidates that it cannot choose between are here.
 *
 * @param candidates functions or operators that it could mean
 * @param cast the type that a call such as {@code text(x)} converts to without running a function
 *     of that name, else 0
 * @param certain whether it means the one candidate, or the cast, if PostgreSQL accepts it at all
 * @param result the result's type, or {@link Types#UNDECIDED}
 * @param arguments the types that the arguments are converted to, in the call's order; {@link
 *     Types#UNDECIDED} where that is open
 * @param conversions OIDs of the functions that implicit conversions of the arguments would run
 */
record Resolution<T>(
    List<T> candidates,
    long cast,
    boolean certain,
    long result,
    List<Long> arguments,
    Set<Long> conversions) {

  Resolution {
    candidates = List.copyOf(candidates);
    arguments = List.copyOf(arguments);
    conversions = Set.copyOf(conversions);
  }

  /** Whether PostgreSQL will say that there is no such thing. */
  boolean missing() {
    return candidates.isEmpty() && cast == Types.NONE;
  }
}
