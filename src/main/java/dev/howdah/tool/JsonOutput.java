package dev.howdah.tool;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** Puts text that is already encoded into the middle of a JSON document, without a copy of it. */
public final class JsonOutput {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonOutput() {}

  /** Writes JSON, as rendered, where the generator expects a value. */
  public static void raw(JsonGenerator json, Rendering rendering) {
    embed(json, rendering, false);
  }

  /** Writes text, as rendered, as one JSON string. */
  public static void string(JsonGenerator json, Rendering rendering) {
    embed(json, rendering, true);
  }

  private static void embed(JsonGenerator json, Rendering rendering, boolean quoted) {
    try {
      if (json.streamWriteOutputTarget() instanceof OutputStream target) {
        json.writeRawValue("");
        json.flush();
        write(target, rendering, quoted);
      } else {
        var buffer = new ByteArrayOutputStream();
        write(buffer, rendering, quoted);
        json.writeRawValue(buffer.toString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream target, Rendering rendering, boolean quoted)
      throws IOException {
    if (!quoted) {
      rendering.writeTo(unclosed(target));
      return;
    }
    target.write('"');
    rendering.writeTo(new Escaping(target));
    target.write('"');
  }

  /** The same stream, not closed by closing this one. */
  static OutputStream unclosed(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {}
    };
  }

  /** Escapes UTF-8 text as RFC 8259 asks inside a string. */
  private static final class Escaping extends OutputStream {

    private final OutputStream out;

    Escaping(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      int clean = offset;
      for (int i = offset; i < end; i++) {
        byte b = bytes[i];
        if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
          out.write(bytes, clean, i - clean);
          clean = i + 1;
          escape(b);
        }
      }
      out.write(bytes, clean, end - clean);
    }

    private void escape(byte b) throws IOException {
      out.write('\\');
      switch (b) {
        case '"', '\\' -> out.write(b);
        case '\n' -> out.write('n');
        case '\r' -> out.write('r');
        case '\t' -> out.write('t');
        default -> {
          out.write('u');
          out.write('0');
          out.write('0');
          out.write(HEX[b >> 4]);
          out.write(HEX[b & 15]);
        }
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() {}
  }
}
