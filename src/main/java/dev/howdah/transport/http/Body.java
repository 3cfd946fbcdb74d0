package dev.howdah.transport.http;

import dev.howdah.mcp.IdFinder;
import dev.howdah.mcp.Outgoing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, or the answer that it is too long to keep. */
final class Body {

  /** How much more of a too long body is read, so that its sender hears the answer. */
  private static final long PATIENCE = 1L << 30;

  private final byte[] bytes;
  private final @Nullable Outgoing tooLong;

  private Body(byte[] bytes, @Nullable Outgoing tooLong) {
    this.bytes = bytes;
    this.tooLong = tooLong;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The answer when it was too long, else null. */
  @Nullable Outgoing tooLong() {
    return tooLong;
  }

  static Body read(InputStream in, int longest) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (kept.size() + n > longest) {
        return skip(in, kept.toByteArray(), buffer, n, longest);
      }
      kept.write(buffer, 0, n);
    }
    return new Body(kept.toByteArray(), null);
  }

  private static Body skip(InputStream in, byte[] kept, byte[] buffer, int filled, int longest)
      throws IOException {
    IdFinder id = new IdFinder();
    id.take(kept, 0, kept.length);
    long skipped = 0;
    for (int n = filled; n >= 0 && skipped < PATIENCE; n = in.read(buffer)) {
      id.take(buffer, 0, n);
      skipped += n;
    }
    return new Body(new byte[0], id.refusal(longest));
  }
}
