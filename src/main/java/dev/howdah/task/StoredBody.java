package dev.howdah.task;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A result as a store keeps it; for those who write one.
 *
 * @param bytes compressed or not; not copied
 * @param gzip whether they are compressed
 * @param size how many they are when not compressed
 */
@SuppressWarnings("ArrayRecordComponent") // Between a task and its store; nobody compares them.
public record StoredBody(byte[] bytes, boolean gzip, long size) {

  /**
   * Makes a body of a result, compressed where that pays.
   *
   * @throws TaskException {@code TOO_LARGE}
   */
  public static StoredBody of(byte[] result, TaskLimits limits) {
    if (result.length > limits.maxResultBytes()) {
      throw new TaskException(
          TaskException.Reason.TOO_LARGE,
          "A result of %,d bytes is more than the %,d that are kept."
              .formatted(result.length, limits.maxResultBytes()));
    }
    if (result.length >= limits.gzipFrom()) {
      byte[] compressed = compressed(result);
      if (compressed.length < result.length) {
        return new StoredBody(compressed, true, result.length);
      }
    }
    return new StoredBody(result, false, result.length);
  }

  private static byte[] compressed(byte[] result) {
    var out = new ByteArrayOutputStream(result.length / 4);
    try (var gzip = new Fast(out)) {
      gzip.write(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * The result as it was given; not a copy when it is not compressed.
   *
   * @throws IllegalStateException when what was stored is damaged
   */
  public byte[] result() {
    if (!gzip) {
      if (bytes.length != size) {
        throw new IllegalStateException("a stored result is not as long as it was");
      }
      return bytes;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] result = in.readNBytes(Math.toIntExact(size) + 1);
      if (result.length != size) {
        throw new IllegalStateException("a stored result is not as long as it was");
      }
      return result;
    } catch (IOException e) {
      throw new IllegalStateException("a stored result cannot be read", e);
    }
  }

  /** Rows as JSON shrink to about the same size at the fastest level, in a third of the time. */
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out, 1 << 14);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
