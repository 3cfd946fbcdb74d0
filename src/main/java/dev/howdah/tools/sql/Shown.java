package dev.howdah.tools.sql;

import dev.howdah.tool.Content;
import dev.howdah.tool.ShownRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model reads of a statement that returned rows, where it asked for another form. */
final class Shown {

  private Shown() {}

  /**
   * A sentence on what was done, then the rows, then what is missing of them.
   *
   * @param rows null when nothing was returned
   */
  static List<Content> written(String done, @Nullable ShownRows rows, @Nullable String truncated) {
    List<Content> content = new ArrayList<>();
    content.add(new Content.Text(done));
    if (rows != null) {
      content.add(new Content.Rendered(rows::writeText));
    }
    if (truncated != null) {
      content.add(new Content.Text("Truncated: " + truncated));
    }
    return content;
  }
}
