package dev.howdah.db;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A small buffer before a stream, for bytes that come one by one. Not thread-safe. */
final class Utf8Out {

  private final OutputStream out;
  private final byte[] buffer = new byte[8192];
  private int length;
  private long written;

  Utf8Out(OutputStream out) {
    this.out = out;
  }

  void put(char ascii) throws IOException {
    if (length == buffer.length) {
      drain();
    }
    buffer[length++] = (byte) ascii;
  }

  void put(byte[] bytes) throws IOException {
    put(bytes, 0, bytes.length);
  }

  void put(byte[] bytes, int from, int to) throws IOException {
    int count = to - from;
    if (count > buffer.length - length) {
      drain();
      if (count > buffer.length) {
        out.write(bytes, from, count);
        written += count;
        return;
      }
    }
    System.arraycopy(bytes, from, buffer, length, count);
    length += count;
  }

  void put(String text) throws IOException {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many bytes came so far. */
  long written() {
    return written + length;
  }

  /** Hands everything on to the stream, which stays open. */
  void flush() throws IOException {
    drain();
    out.flush();
  }

  private void drain() throws IOException {
    out.write(buffer, 0, length);
    written += length;
    length = 0;
  }
}
