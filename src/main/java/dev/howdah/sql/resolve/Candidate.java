package dev.howdah.sql.resolve;

import java.util.List;

/**
 * A function or operator that a call's name may mean, or several that PostgreSQL cannot tell apart.
 *
 * @param objects one, or more when a call that chooses them is ambiguous
 * @param arguments declared types in the call's order, a variadic one repeated; those left to
 *     defaults last
 * @param place the schema's place on the search path, from 0
 * @param expanded whether a variadic argument was repeated
 */
record Candidate<T>(List<T> objects, List<Long> arguments, int place, boolean expanded) {

  Candidate {
    objects = List.copyOf(objects);
    arguments = List.copyOf(arguments);
  }
}
