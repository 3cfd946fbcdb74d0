package dev.howdah.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as a YAML file writes them. */
final class Written {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/_.][A-Za-z0-9/_.@+-]*(:[A-Za-z0-9/_.@+-]+)*");

  private Written() {}

  /** The value, quoted where YAML needs it, with secrets and a URL's credentials hidden. */
  static String inFile(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list ->
          list.stream().map(Written::scalar).collect(Collectors.joining(", ", "[", "]"));
      default -> scalar(value);
    };
  }

  private static String scalar(Object value) {
    String text = Problems.withoutCredentials(Form.print(value));
    return PLAIN.matcher(text).matches()
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
