package dev.howdah.sql.guard;

/**
 * How large a document is that is written out, without entities and comments.
 *
 * @param elements at most, how many there are
 * @param depth at most, how deep they stand in each other
 */
record XmlShape(int elements, int depth) {

  static XmlShape of(String document) {
    int elements = 0;
    int deepest = 0;
    int open = 0;
    for (int at = document.indexOf('<'); at >= 0; at = document.indexOf('<', at)) {
      int end = end(document, at);
      if (document.startsWith("</", at)) {
        open--;
      } else {
        elements++;
        open++;
        deepest = Math.max(deepest, open);
        open -= document.charAt(end - 1) == '/' ? 1 : 0;
      }
      at = end;
    }
    return new XmlShape(elements, deepest);
  }

  /** Where a tag ends, whose attributes may hold what looks like an end. */
  private static int end(String document, int begin) {
    char quote = 0;
    for (int i = begin + 1; i < document.length(); i++) {
      char c = document.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    return document.length();
  }
}
