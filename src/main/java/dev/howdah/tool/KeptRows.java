package dev.howdah.tool;

import dev.howdah.db.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one page as they are kept: a line that says how long the parts are, the rows in JSON,
 * and unless that is the format asked for, as text.
 *
 * @param cut why more rows are missing, or null when none are
 */
@SuppressWarnings("ArrayRecordComponent") // On its way to a client; nobody compares them.
public record KeptRows(
    Format format, int rowCount, Rows.@Nullable Cut cut, byte[] json, byte[] text)
    implements TableRows {

  private record Head(int rows, Rows.@Nullable Cut cut, int json) {}

  /** How a page is kept. */
  public static byte[] encode(Rows rows, Format format) {
    var json = new ByteArrayOutputStream();
    var all = new ByteArrayOutputStream();
    try {
      rows.writeJson(json);
      all.write(
          Json.MAPPER.writeValueAsBytes(
              new Head(rows.rowCount(), rows.cut().orElse(null), json.size())));
      all.write('\n');
      json.writeTo(all);
      if (format != Format.JSON) {
        new ShownRows(rows, format).writeText(all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  /** What was kept. */
  public static KeptRows decode(byte[] page, Format format) {
    int begin = 0;
    while (page[begin] != '\n') {
      begin++;
    }
    Head head = Json.MAPPER.readValue(page, 0, begin, Head.class);
    int end = begin + 1 + head.json();
    return new KeptRows(
        format,
        head.rows(),
        head.cut(),
        Arrays.copyOfRange(page, begin + 1, end),
        Arrays.copyOfRange(page, end, page.length));
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(json);
  }

  @Override
  public void writeText(OutputStream out) throws IOException {
    out.write(format == Format.JSON ? json : text);
  }
}
