package dev.howdah.tool;

import dev.howdah.error.CallException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that a client may offer for what its user has begun to write.
 *
 * @param values at most {@link #MOST}, best first
 * @param total how many there are in all; null when there are more, or may be, and nobody counted
 *     them
 */
public record Suggestions(List<String> values, @Nullable Integer total) {

  /** MCP, Completion: no answer holds more. */
  public static final int MOST = 100;

  public static final Suggestions NONE = of(List.of());

  public Suggestions {
    values = List.copyOf(values);
  }

  /** The best of values that are all known. */
  public static Suggestions of(List<String> all) {
    return new Suggestions(all.subList(0, Math.min(MOST, all.size())), all.size());
  }

  /** Values that were not looked for beyond one more than {@link #MOST}. */
  public static Suggestions among(List<String> first) {
    return first.size() <= MOST
        ? new Suggestions(first, first.size())
        : new Suggestions(first.subList(0, MOST), null);
  }

  /** What can be offered where looking failed: nothing, and maybe there is more the next time. */
  public static Suggestions after(CallException failure) {
    return failure.code().retryable() ? new Suggestions(List.of(), null) : NONE;
  }

  /** Those of a few words that begin as asked, in their order. */
  public static Suggestions beginning(String value, List<String> words) {
    return of(
        words.stream()
            .filter(word -> word.regionMatches(true, 0, value, 0, value.length()))
            .toList());
  }

  public boolean more() {
    return total == null || total > values.size();
  }
}
