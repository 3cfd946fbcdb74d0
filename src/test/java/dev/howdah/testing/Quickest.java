package dev.howdah.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/** How long something takes at best: a machine is not busy each time, but a defect is there. */
public final class Quickest {

  private static final int ATTEMPTS = 10;

  /** What is measured. */
  public interface Work {
    void run() throws Exception;
  }

  private Quickest() {}

  /** The shortest of some attempts, of which the first that takes less than this is the last. */
  public static Duration of(Duration enough, Work work) throws Exception {
    return ofPrepared(enough, () -> work);
  }

  /** The same for what has to be prepared each time, which is not measured. */
  public static Duration ofPrepared(Duration enough, Callable<Work> preparing) throws Exception {
    Duration shortest = Duration.ofDays(1);
    for (int i = 0; i < ATTEMPTS && shortest.compareTo(enough) >= 0; i++) {
      Work work = preparing.call();
      long start = System.nanoTime();
      work.run();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
    }
    return shortest;
  }
}
