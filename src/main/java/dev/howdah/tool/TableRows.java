package dev.howdah.tool;

import java.io.IOException;
import java.io.OutputStream;

/** Rows that can be shown as the caller wants to read them. */
public interface TableRows extends JsonRows {

  Format format();

  /** Writes them in the format asked for, as UTF-8. */
  void writeText(OutputStream out) throws IOException;
}
