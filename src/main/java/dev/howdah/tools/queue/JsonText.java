package dev.howdah.tools.queue;

import java.util.BitSet;

/** Tells whether a text is JSON (RFC 8259), or the beginning of some. */
final class JsonText {

  private final String text;
  private final boolean cut;

  /** For each level whether it is an object. */
  private final BitSet objects = new BitSet();

  private int depth;
  private int at;

  private JsonText(String text, boolean cut) {
    this.text = text;
    this.cut = cut;
  }

  /**
   * Whether it is JSON.
   *
   * @param cut whether more follows that is not here; then a bare number or word is none
   */
  static boolean begins(String text, boolean cut) {
    var json = new JsonText(text, cut);
    try {
      return json.read();
    } catch (End e) {
      return cut && json.enclosed();
    }
  }

  /** The text ends where JSON goes on. */
  private static final class End extends RuntimeException {
    private static final long serialVersionUID = 1L;

    End() {
      super(null, null, false, false);
    }
  }

  private boolean enclosed() {
    String begin = text.stripLeading();
    return !begin.isEmpty() && "{[\"".indexOf(begin.charAt(0)) >= 0;
  }

  private boolean read() {
    do {
      if (!value()) {
        return false;
      }
    } while (depth > 0);
    blank();
    return at == text.length() && (!cut || enclosed());
  }

  /** Reads up to where a value begins, or the outermost ends. */
  private boolean value() {
    blank();
    char c = next();
    boolean read =
        switch (c) {
          case '{' -> open(true);
          case '[' -> open(false);
          case '"' -> string();
          case 't' -> word("rue");
          case 'f' -> word("alse");
          case 'n' -> word("ull");
          default -> number(c);
        };
    // What was just opened has its first value, or key, before it.
    return read && ("{[".indexOf(c) >= 0 ? opened(c == '{') : closed());
  }

  private boolean open(boolean object) {
    objects.set(depth++, object);
    return true;
  }

  private boolean opened(boolean object) {
    blank();
    if (peek() == (object ? '}' : ']')) {
      at++;
      depth--;
      return closed();
    }
    return !object || key();
  }

  private boolean key() {
    blank();
    if (next() != '"' || !string()) {
      return false;
    }
    blank();
    return next() == ':';
  }

  /** Behind a value: what it stands in ends, or goes on with the next one. */
  private boolean closed() {
    while (depth > 0) {
      blank();
      boolean object = objects.get(depth - 1);
      char c = next();
      if (c == ',') {
        return !object || key();
      } else if (c != (object ? '}' : ']')) {
        return false;
      }
      depth--;
    }
    return true;
  }

  private boolean string() {
    while (true) {
      char c = next();
      if (c == '"') {
        return true;
      } else if (c < ' ' || (c == '\\' && !escape(next()))) {
        return false;
      }
    }
  }

  private boolean escape(char c) {
    if (c != 'u') {
      return "\"\\/bfnrt".indexOf(c) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      if (Character.digit(next(), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean word(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (next() != rest.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean number(char first) {
    int begin = at - 1;
    if (first != '-' && !digit(first)) {
      return false;
    }
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == text.length() && cut) {
      throw new End();
    }
    return text.substring(begin, at).matches("-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?");
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private void blank() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw new End();
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }
}
