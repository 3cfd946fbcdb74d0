package dev.howdah.tool;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
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
                          "The cursor does not belong to this list, or another server gave it;"
                              + " pass the same arguments as for"
                              + " the page that gave it, or start again without it."));
      return List.of(Json.MAPPER.readValue(key, String[].class));
    }

    /** A cursor for which {@link #after} gives this key. */
    public String at(List<String> key) {
      return seal.close(purpose, Json.MAPPER.writeValueAsString(key));
    }

    /**
     * Reads a page.
     *
     * @param open what the caller may know of; the rest is passed over, and more is read instead
     * @param key what {@link #after} gives for the page that follows an item
     * @param fetch gives the items after a key, or the first ones for null: one more than the page
     *     holds, when there are more
     */
    public <T> Page<T> page(
        @Nullable String cursor,
        int size,
        Predicate<T> open,
        Function<T, List<String>> key,
        Function<@Nullable List<String>, List<T>> fetch) {
      List<T> items = new ArrayList<>();
      List<String> after = after(cursor);
      boolean more;
      do {
        List<T> fetched = fetch.apply(after);
        fetched.stream().filter(open).forEach(items::add);
        more = fetched.size() > size;
        after = more ? key.apply(fetched.getLast()) : null;
      } while (more && items.size() <= size);
      if (items.size() <= size) {
        return new Page<>(items, null);
      }
      List<T> page = items.subList(0, size);
      return new Page<>(page, at(key.apply(page.getLast())));
    }
  }
}
