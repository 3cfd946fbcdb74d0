package dev.howdah.mcp;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/** Says why bytes are no message, in words without the names of our classes. */
final class Unreadable {

  /** Such as {@code (200, from `StreamReadConstraints.getMaxNestingDepth()`)}. */
  private static final Pattern SETTING = Pattern.compile(", from `[^`]*`");

  /** Such as {@code (start marker at [Source: REDACTED (…); byte offset: #UNKNOWN])}. */
  private static final Pattern PLACE = Pattern.compile(" ?\\([a-z ]*\\[Source: [^\\]]*]\\)");

  private Unreadable() {}

  /**
   * What is answered. JSON that is only larger or deeper than what is read here is refused under
   * its id, if it has one; what is no JSON has none.
   */
  static Message.Malformed of(byte[] utf8, JacksonException e) {
    String said = SETTING.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
    return switch (e) {
      case StreamConstraintsException _ -> {
        var id = new IdFinder();
        id.take(utf8, 0, utf8.length);
        yield new Message.Malformed(
            id.id(),
            new ProtocolException(
                ProtocolException.INVALID_REQUEST, "The message is not read: " + said + "."));
      }
      case StreamReadException _ -> parseError(PLACE.matcher(said).replaceAll(""));
      default -> parseError("something follows where the message should end");
    };
  }

  private static Message.Malformed parseError(String why) {
    return new Message.Malformed(
        null, new ProtocolException(ProtocolException.PARSE_ERROR, "Not valid JSON: " + why));
  }
}
