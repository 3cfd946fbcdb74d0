package dev.howdah.tool;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages of long results, kept with the tasks that made them; any server of the tasks has them. */
public interface TaskPages {

  /** Where there are no tasks. */
  TaskPages NONE =
      new TaskPages() {
        @Override
        public Optional<Shelf> shelf() {
          return Optional.empty();
        }

        @Override
        public Optional<byte[]> page(String shelf, int number) {
          return Optional.empty();
        }
      };

  /**
   * Where this call keeps pages; empty when it is no task, or none are kept. After having asked, a
   * call that is no task does not become one.
   */
  Optional<Shelf> shelf();

  /**
   * A page that a call of the same caller kept; empty when there is none, or not any more.
   *
   * @param shelf the name of the shelf, or anything that a client sent
   * @throws dev.howdah.error.CallException when the tasks cannot be reached
   */
  Optional<byte[]> page(String shelf, int number);

  /** The pages of one task. */
  interface Shelf {

    /** What the pages are found by; nobody can guess it. Without a dot. */
    String name();

    /** Until when they are kept. */
    Instant until();

    /**
     * Keeps a page, in place of one of the same number.
     *
     * @param number 0 or more
     * @return null, or why it is not kept, as a part of a sentence
     */
    @Nullable String keep(int number, byte[] page);
  }
}
