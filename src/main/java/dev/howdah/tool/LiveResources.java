package dev.howdah.tool;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation.Registration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resources that nobody wrote down: they are what a caller finds in the databases now. Thread-safe.
 */
public interface LiveResources {

  /** None, which never change. */
  LiveResources NONE =
      new LiveResources() {
        @Override
        public Slice list(@Nullable List<String> after, int size, Call call) {
          return new Slice(List.of(), null, true);
        }

        @Override
        public Registration watch(Caller caller, boolean list, Set<String> uris, News news) {
          return () -> {};
        }
      };

  /** One of them, as a list shows it. */
  record Listed(
      String uri,
      String name,
      @Nullable String title,
      String description,
      @Nullable String mimeType) {}

  /**
   * A part of the list.
   *
   * @param next what the part that follows begins after; null at the end
   * @param whole whether nothing is missing for want of an answer
   */
  record Slice(List<Listed> items, @Nullable List<String> next, boolean whole) {

    public Slice {
      items = List.copyOf(items);
    }
  }

  /** Is told what changed, in a thread that must not be kept long. */
  interface News {

    /** The list is no longer what it was for this caller. */
    void listChanged();

    /** What a resource holds is no longer what it was. */
    void updated(String uri);
  }

  /** The tool that gives the same; a caller who does not have it does not have these. */
  default @Nullable String tool() {
    return null;
  }

  /** Whether anybody is ever told of a change. */
  default boolean watches() {
    return true;
  }

  /**
   * A part of what the caller may know of.
   *
   * @param after {@link Slice#next} of the part before; null or empty for the first
   * @param size most items, at least 1
   * @throws dev.howdah.error.CallException when none of what was asked for it has answered
   */
  Slice list(@Nullable List<String> after, int size, Call call);

  /**
   * Watches until the registration is closed. What changes after this has returned is told; when a
   * database does not answer, that may begin later.
   *
   * @param list whether changes of the list are of interest
   * @param uris those whose contents are; they need not exist, and foreign ones are ignored
   */
  Registration watch(Caller caller, boolean list, Set<String> uris, News news);
}
