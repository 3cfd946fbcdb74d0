package dev.howdah.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the HTTP/1.1 messages that went one way over a connection. */
final class HttpMessages {

  private final String bytes;
  private int position;

  private HttpMessages(String bytes) {
    this.bytes = bytes;
  }

  /**
   * The messages in order; one that is not complete gives what is there of it.
   *
   * @param bytes as text of one byte a character
   */
  static List<One> read(String bytes) {
    HttpMessages reader = new HttpMessages(bytes);
    List<One> messages = new ArrayList<>();
    while (reader.bytes.indexOf("\r\n\r\n", reader.position) >= 0) {
      messages.add(reader.next());
    }
    return messages;
  }

  private One next() {
    String first = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new One(first, headers, body(first, headers));
  }

  private String body(String first, Map<String, String> headers) {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks();
    }
    String length = headers.get("content-length");
    boolean untilTheEnd =
        length == null && first.startsWith("HTTP/") && !first.matches("HTTP/1.1 (1..|204|304).*");
    return take(
        untilTheEnd ? bytes.length() : length == null ? 0 : Integer.parseInt(length.strip()));
  }

  private String chunks() {
    StringBuilder body = new StringBuilder();
    while (bytes.indexOf("\r\n", position) >= 0) {
      int length = Integer.parseInt(line().split(";", -1)[0].strip(), 16);
      body.append(take(length));
      take(2);
      if (length == 0) {
        break;
      }
    }
    return body.toString();
  }

  private String line() {
    int end = bytes.indexOf("\r\n", position);
    return take((end < 0 ? bytes.length() : end) - position, 2);
  }

  private String take(int length) {
    return take(length, 0);
  }

  private String take(int length, int skipped) {
    int end = Math.min(position + length, bytes.length());
    String taken = bytes.substring(position, end);
    position = Math.min(end + skipped, bytes.length());
    return taken;
  }

  /**
   * A request or a response.
   *
   * @param headers by their names in lower case
   */
  record One(String first, Map<String, String> headers, String rawBody) {

    One {
      headers = Map.copyOf(headers);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The bodies that are JSON: the body itself, or the data of its events. */
    List<String> json() {
      String body =
          new String(rawBody.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      if (header("content-type").startsWith("application/json")) {
        return List.of(body);
      }
      if (!header("content-type").startsWith("text/event-stream")) {
        return List.of();
      }
      // The last line may not have come to its end.
      return body.substring(0, body.lastIndexOf('\n') + 1)
          .lines()
          .filter(line -> line.startsWith("data:"))
          .map(line -> line.substring("data:".length()).strip())
          .filter(data -> data.startsWith("{") || data.startsWith("["))
          .toList();
    }
  }
}
