package dev.howdah.db;

import dev.howdah.resilience.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A statement that lasts, and who wants to hear how far it is. Thread-safe. */
final class Course {

  private final Lease lease;
  private final Terms.Telling telling;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean over;

  Course(Lease lease, Terms.Telling telling) {
    this.lease = lease;
    this.telling = telling;
  }

  /**
   * What PostgreSQL says of a backend.
   *
   * @param waits whether for a lock; null when it waits for nothing
   * @param command what it does, where PostgreSQL counts that, else null like all after it
   * @param total 0 when unknown
   */
  record Backend(
      int pid,
      @Nullable Boolean waits,
      @Nullable String command,
      @Nullable String phase,
      @Nullable String unit,
      @Nullable Long done,
      @Nullable Long total) {}

  int pid() {
    return lease.wire().backendPid();
  }

  void end() {
    over = true;
  }

  boolean over() {
    return over;
  }

  /** Tells in a thread of its own, because a client may be slow to listen; one at a time. */
  void tell(@Nullable Backend backend) {
    if (!over && busy.compareAndSet(false, true)) {
      String what = what(lease.rows(), backend);
      Thread.ofVirtual()
          .name("progress")
          .start(
              () -> {
                try {
                  telling.running(what);
                } finally {
                  busy.set(false);
                }
              });
    }
  }

  /** In words, or null when nothing is known. */
  static @Nullable String what(long rows, @Nullable Backend backend) {
    List<String> parts = new ArrayList<>();
    if (rows > 0) {
      parts.add(rows + (rows == 1 ? " row read" : " rows read"));
    }
    if (backend != null && backend.command() != null) {
      parts.add(done(backend));
    }
    if (backend != null && Boolean.TRUE.equals(backend.waits())) {
      parts.add("waits for a lock");
    }
    return parts.isEmpty() ? null : String.join("; ", parts);
  }

  private static String done(Backend backend) {
    String told = backend.command() + (backend.phase() == null ? "" : ": " + backend.phase());
    Long total = backend.total();
    return total == null || total == 0
        ? told
        : "%s, %d of %d %s".formatted(told, backend.done(), total, backend.unit());
  }
}
