package dev.howdah.transport.http;

import dev.howdah.mcp.IdFinder;
import dev.howdah.mcp.Outgoing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Reads the bodies of requests, each only so long and all of them together. Thread-safe. */
final class Bodies {

  /** How much more of a too long body is read, so that its sender hears the answer. */
  private static final long PATIENCE = 1L << 30;

  /** What every body may have, however many there are. */
  private static final int CHUNK = 1 << 14;

  private final int longest;
  private final Semaphore chunks;

  /**
   * Bodies of up to this length.
   *
   * @param longest most bytes of one
   * @param most most bytes of all that are read at the same time, beside a little of each
   */
  Bodies(int longest, long most) {
    this.longest = longest;
    this.chunks = new Semaphore((int) (Math.max(longest, most) / CHUNK) + 1);
  }

  /**
   * Reads a body and makes something of it; when that is not possible, the reply says so.
   *
   * @param reader must not keep the bytes
   */
  <T> Optional<T> read(HttpExchange http, Reply reply, Function<byte[], T> reader)
      throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    InputStream in = http.body();
    byte[] buffer = new byte[CHUNK];
    int taken = 0;
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (kept.size() + n > longest) {
          reply.error(413, skip(in, kept.toByteArray(), buffer, n));
          return Optional.empty();
        }
        kept.write(buffer, 0, n);
        if (kept.size() > CHUNK * (taken + 1)) {
          if (!chunks.tryAcquire()) {
            reply.problem(503, "Too many long messages at a time; come back later.");
            return Optional.empty();
          }
          taken++;
        }
      }
      return Optional.of(reader.apply(kept.toByteArray()));
    } finally {
      chunks.release(taken);
    }
  }

  private Outgoing skip(InputStream in, byte[] kept, byte[] buffer, int filled) throws IOException {
    IdFinder id = new IdFinder();
    id.take(kept, 0, kept.length);
    long skipped = 0;
    for (int n = filled; n >= 0 && skipped < PATIENCE; n = in.read(buffer)) {
      id.take(buffer, 0, n);
      skipped += n;
    }
    return id.refusal(longest);
  }
}
