package dev.howdah.tool;

import dev.howdah.db.Rows;
import java.io.IOException;
import java.io.OutputStream;

/** Rows that know how the caller wants to read them. */
public record ShownRows(Rows rows, Format format) implements TableRows {

  @Override
  public void writeTo(OutputStream out) throws IOException {
    rows.writeJson(out);
  }

  @Override
  public void writeText(OutputStream out) throws IOException {
    switch (format) {
      case JSON -> rows.writeJson(out);
      case MARKDOWN -> rows.writeMarkdown(out);
      case CSV -> rows.writeCsv(out);
      case TSV -> rows.writeTsv(out);
    }
  }
}
