package dev.howdah.tool;

import java.io.IOException;
import java.io.OutputStream;

/** Text that can be written again and again. */
@FunctionalInterface
public interface Rendering {

  /** Writes the text as UTF-8 and does not close the stream. */
  void writeTo(OutputStream out) throws IOException;
}
