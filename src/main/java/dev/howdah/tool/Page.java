package dev.howdah.tool;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.util.Arrays;
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

  /** Makes and reads the cursors of one list; those of any other list are refused. */
  public static final class Cursors {

    private final Seal seal;
    private final String purpose;

    /**
     * The cursors of a list.
     *
     * @param filters everything that selects its items, the database first
     */
    public Cursors(Seal seal, String tool, @Nullable Object... filters) {
      this.seal = seal;
      // As JSON, because names may hold any character that could stand between them.
      this.purpose = tool + " " + Json.MAPPER.writeValueAsString(Arrays.asList(filters));
    }

    /**
     * The key after which the page begins, or null for the first page.
     *
     * @throws CallException {@link ErrorCode#INVALID_REQUEST} for a cursor that is damaged or
     *     belongs to another list
     */
    public @Nullable List<String> after(@Nullable String cursor) {
      if (cursor == null) {
        return null;
      }
      String key =
          seal.open(purpose, cursor)
              .orElseThrow(
                  () ->
                      new CallException(
                          ErrorCode.INVALID_REQUEST,
                          "The cursor does not belong to this list; pass the same arguments as for"
                              + " the page that gave it, or start again without it."));
      return List.of(Json.MAPPER.readValue(key, String[].class));
    }

    /** A cursor for which {@link #after} gives this key. */
    public String at(List<String> key) {
      return seal.close(purpose, Json.MAPPER.writeValueAsString(key));
    }

    /**
     * Cuts a page from what was fetched.
     *
     * @param fetched one item more than the page holds, when there are more
     * @param key what {@link #after} gives for the page that follows an item
     */
    public <T> Page<T> page(List<T> fetched, int size, Function<T, List<String>> key) {
      if (fetched.size() <= size) {
        return new Page<>(fetched, null);
      }
      List<T> items = fetched.subList(0, size);
      return new Page<>(items, at(key.apply(items.getLast())));
    }
  }
}
