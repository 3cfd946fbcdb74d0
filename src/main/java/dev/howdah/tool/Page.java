package dev.howdah.tool;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is ordered by a key.
 *
 * @param items at most as many as asked for
 * @param nextCursor where the next page begins, or null at the end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  public Page {
    items = List.copyOf(items);
  }

  /** Makes and reads the cursors of one tool: each serves only the query that made it. */
  public record Cursors(Seal seal, String tool) {

    /**
     * The key after which the page begins, or null for the first page.
     *
     * @param query everything that selects the list's items, in one text
     * @throws CallException {@link ErrorCode#INVALID_REQUEST} for a cursor that is damaged or
     *     belongs to another query
     */
    public @Nullable String after(@Nullable String cursor, String query) {
      if (cursor == null) {
        return null;
      }
      return seal.open(purpose(query), cursor)
          .orElseThrow(
              () ->
                  new CallException(
                      ErrorCode.INVALID_REQUEST,
                      "The cursor does not belong to this list; pass the same arguments as for the"
                          + " page that gave it, or start again without it."));
    }

    /**
     * Cuts a page from what was fetched.
     *
     * @param fetched one item more than the page holds, when there are more
     */
    public <T> Page<T> page(List<T> fetched, int size, Function<T, String> key, String query) {
      if (fetched.size() <= size) {
        return new Page<>(fetched, null);
      }
      List<T> items = fetched.subList(0, size);
      return new Page<>(items, seal.close(purpose(query), key.apply(items.getLast())));
    }

    private String purpose(String query) {
      return tool + "\n" + query;
    }
  }
}
