package dev.howdah.sql.resolve;

import java.util.List;

/**
 * A star that stands for columns.
 *
 * @param position a byte offset in the statement's UTF-8, -1 when unknown
 * @param outermost whether it is in the select list of the whole statement
 * @param parts the columns, in order
 */
public record Star(int position, boolean outermost, List<Part> parts) {

  /**
   * One column of a star.
   *
   * @param item the name or alias of the FROM item, empty for none
   * @param column its name there
   * @param reads what of the database it is, empty when it is computed
   */
  public record Part(String item, String column, List<Origin> reads) {

    public Part {
      reads = List.copyOf(reads);
    }
  }

  public Star {
    parts = List.copyOf(parts);
  }
}
