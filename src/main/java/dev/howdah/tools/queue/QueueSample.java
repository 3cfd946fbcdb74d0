package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.sql.Sql;
import org.jspecify.annotations.Nullable;

/**
 * How much of a queue is read: the whole of a short one, some pages of a long one.
 *
 * @param percent more than 0 and up to 100
 */
record QueueSample(double percent) {

  static final QueueSample WHOLE = new QueueSample(100);

  /** Below this size of the rows alone the queue is read whole: some 230 000 jobs. */
  static final long SMALL_BYTES = 24L << 20;

  /** What is read of a larger one: some 60 000 jobs. */
  private static final long SAMPLE_BYTES = 6L << 20;

  private record Name(String queue) {}

  record Size(long bytes) {}

  private static final Sql SIZE = Sql.resource(QueueSample.class, "queue_bytes.sql");

  /**
   * As much of it as its size allows.
   *
   * @param smallBytes {@link #SMALL_BYTES}, less in tests
   */
  static QueueSample of(Queue queue, long smallBytes) {
    var name = queue.layout().table(Part.QUEUE).orElseThrow().identifier().quoted();
    long bytes = queue.query(SIZE, new Name(name), Size.class).getFirst().bytes();
    return bytes <= smallBytes
        ? WHOLE
        : new QueueSample(100.0 * SAMPLE_BYTES * smallBytes / SMALL_BYTES / bytes);
  }

  boolean whole() {
    return percent == 100;
  }

  /**
   * What to say of it; null where it is the whole.
   *
   * @param means what that means for the answer
   */
  @Nullable String told(String means) {
    return whole()
        ? null
        : "Estimated from %s of the queue: %s. exact: true, or an entrypoint, reads every job."
            .formatted(Percent.of(percent), means);
  }
}
