package dev.howdah.tools.queue;

import dev.howdah.tool.Param;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a job carries, as far as it is shown. */
public record Payload(
    @Param("What it looks like; only the shown part is looked at.") Kind kind,
    @Param("Its beginning: JSON and text as they are, binary as \\x and hex; null when empty.")
        @Nullable String preview,
    @Param("How long it is, in bytes.") int bytes,
    @Param("Whether preview is only a part of it.") boolean truncated) {

  private static final Payload EMPTY = new Payload(Kind.EMPTY, null, 0, false);

  /** What a payload looks like. */
  public enum Kind {
    EMPTY,
    JSON,
    TEXT,
    BINARY;

    /** As clients read it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A payload.
   *
   * @param start its first bytes as PostgreSQL prints them, {@code \x} and hex; null where there is
   *     none
   * @param bytes of all of it
   */
  static Payload of(@Nullable String start, @Nullable Integer bytes) {
    if (start == null || bytes == null || bytes == 0) {
      return EMPTY;
    }
    byte[] shown = HexFormat.of().parseHex(start, 2, start.length());
    boolean cut = shown.length < bytes;
    String text = text(shown, cut);
    if (text == null) {
      return new Payload(Kind.BINARY, start, bytes, cut);
    }
    Kind kind = JsonText.begins(text, cut) ? Kind.JSON : Kind.TEXT;
    return new Payload(kind, text, bytes, cut);
  }

  /**
   * The bytes as text, or null where they are not UTF-8 or hold what no text has.
   *
   * @param cut whether the last character may be incomplete
   */
  private static @Nullable String text(byte[] bytes, boolean cut) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean wrong = decoder.decode(ByteBuffer.wrap(bytes), text, !cut).isError();
    boolean printable = text.flip().chars().noneMatch(Payload::control);
    return wrong || !printable ? null : text.toString();
  }

  private static boolean control(int c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
  }
}
