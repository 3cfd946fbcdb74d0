package dev.howdah.db;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 as the server sends it. */
final class Texts {

  private Texts() {}

  /** The text of a value that is not NULL. */
  static String text(byte @Nullable [] value) {
    if (value == null) {
      throw new IllegalStateException("a value is null that cannot be");
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  /** The longest end not beyond a limit that splits no character. */
  static int boundary(byte[] bytes, int limit) {
    if (bytes.length <= limit) {
      return bytes.length;
    }
    int end = limit;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  /** The length of the valid UTF-8 sequence that starts here, or 0. */
  static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead > 0xF4 || at + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    if (length > 2) {
      int second = bytes[at + 1] & 0xFF;
      boolean overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
      boolean beyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
      if (overlong || beyond) {
        return 0;
      }
    }
    return length;
  }
}
