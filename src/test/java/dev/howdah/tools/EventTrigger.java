package dev.howdah.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The event trigger that operators may install, as they are told to. */
final class EventTrigger {

  private static final Pattern SQL =
      Pattern.compile("```sql\\n(create function.*?)```", Pattern.DOTALL);

  private EventTrigger() {}

  /** The statements on the page. */
  static String fromThePage() {
    try {
      var found = SQL.matcher(Files.readString(Path.of("docs/resources.md")));
      if (!found.find()) {
        throw new IllegalStateException("docs/resources.md does not say how to make the trigger");
      }
      return found.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
