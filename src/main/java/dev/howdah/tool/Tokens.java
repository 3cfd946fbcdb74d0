package dev.howdah.tool;

import java.io.OutputStream;

/**
 * How much of a model's context something takes, by estimate: one token for three bytes of compact
 * JSON. Names and punctuation take more tokens than prose; this is rather too many than too few.
 */
public final class Tokens {

  private static final int BYTES = 3;

  private Tokens() {}

  /** The estimate for a value as it stands in a result. */
  public static int of(Object value) {
    var counter = new Counter();
    Json.write(counter, value);
    return Math.ceilDiv(counter.bytes, BYTES);
  }

  private static final class Counter extends OutputStream {
    private int bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int offset, int length) {
      bytes += length;
    }
  }
}
