package dev.howdah.mcp;

import dev.howdah.tool.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Finds the id of a message that is too long to keep, or too deep to read, so that its sender gets
 * an answer.
 *
 * <p>Reads the bytes as they pass and remembers only the top-level member {@code id}.
 */
public final class IdFinder {

  private static final int LONGEST_ID = 256;

  private final ByteArrayOutputStream token = new ByteArrayOutputStream();
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean key = true;
  private boolean wanted;
  private byte @Nullable [] found;

  /** Takes the next bytes of the message. */
  public void take(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length && found == null; i++) {
      take(bytes[i]);
    }
  }

  private void take(byte b) {
    if (inString) {
      keep(b);
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        inString = false;
      }
      return;
    }
    switch (b) {
      case '"' -> {
        inString = true;
        keep(b);
      }
      case '{', '[' -> {
        depth++;
        key = depth == 1;
        token.reset();
      }
      case '}', ']' -> {
        end();
        depth--;
      }
      case ',' -> {
        end();
        key = depth == 1;
      }
      case ':' -> {
        wanted = depth == 1 && key && token.toString(StandardCharsets.UTF_8).equals("\"id\"");
        key = false;
        token.reset();
      }
      case ' ', '\t', '\r', '\n' -> {}
      default -> keep(b);
    }
  }

  private void keep(byte b) {
    if (depth == 1 && token.size() < LONGEST_ID) {
      token.write(b);
    }
  }

  private void end() {
    if (wanted && depth == 1 && token.size() < LONGEST_ID) {
      found = token.toByteArray();
    }
    wanted = false;
    token.reset();
  }

  /** The answer that a message was too long, under its id if it had one. */
  public Outgoing refusal(int longest) {
    return Outgoing.error(
        id(),
        new ProtocolException(
            ProtocolException.INVALID_REQUEST,
            "A message may have at most " + longest + " bytes, this one had more."));
  }

  /** The id, if there was one. */
  @Nullable JsonNode id() {
    if (found == null) {
      return null;
    }
    try {
      JsonNode id = Json.MAPPER.readTree(found);
      return id.isString() || id.isIntegralNumber() ? id : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }
}
