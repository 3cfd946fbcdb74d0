package dev.howdah.transport.http;

import dev.howdah.tool.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One connection to a server of this machine, which sends whatever it is told to, and reads what
 * comes back as it comes. Whoever waits in vain for two minutes fails.
 */
final class HttpPeer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket;
  private final InputStream in;
  private int status;
  private Map<String, String> headers = Map.of();
  private int chunk;

  HttpPeer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends text as UTF-8. */
  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads the status line and the headers. */
  HttpPeer readHead() throws IOException {
    status = Integer.parseInt(line().split(" ", -1)[1]);
    headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    chunk = 0;
    return this;
  }

  int status() {
    return status;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean streams() {
    return header("Content-Type").orElse("").startsWith("text/event-stream");
  }

  /** The whole body. */
  String body() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int length = Integer.parseInt(header("Content-Length").orElse("0"));
    if (chunked()) {
      for (int b = readChunked(); b >= 0; b = readChunked()) {
        body.write(b);
      }
    } else {
      body.write(in.readNBytes(length));
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  JsonNode json() throws IOException {
    return Json.MAPPER.readTree(body());
  }

  /** The code of the error that the body is. */
  int errorCode() throws IOException {
    return json().at("/error/code").asInt(0);
  }

  /** The next event that is not only a comment, or nothing when the stream has ended. */
  Optional<Event> event() throws IOException {
    String id = "";
    String name = "";
    @Nullable String data = null;
    while (true) {
      Optional<String> line = eventLine();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      String text = line.get();
      if (text.isEmpty() && data != null) {
        return Optional.of(new Event(id, name, data));
      } else if (text.startsWith("id: ")) {
        id = text.substring("id: ".length());
      } else if (text.startsWith("event: ")) {
        name = text.substring("event: ".length());
      } else if (text.startsWith("data: ")) {
        data = text.substring("data: ".length());
      }
    }
  }

  /** The next event, which must be there and carry a message. */
  Event message() throws IOException {
    Event event = event().orElseThrow(() -> new AssertionError("The stream has ended"));
    return event.data().isEmpty() ? message() : event;
  }

  /** All messages up to the end of the stream. */
  List<Event> messages() throws IOException {
    List<Event> all = new ArrayList<>();
    for (Optional<Event> event = event(); event.isPresent(); event = event()) {
      if (!event.get().data().isEmpty()) {
        all.add(event.get());
      }
    }
    return all;
  }

  /**
   * All messages up to the end of the stream or of the connection: a server that stops waits only
   * for a moment until its streams are written to their end.
   */
  List<Event> lastMessages() throws IOException {
    List<Event> all = new ArrayList<>();
    try {
      for (Optional<Event> event = event(); event.isPresent(); event = event()) {
        if (!event.get().data().isEmpty()) {
          all.add(event.get());
        }
      }
    } catch (EOFException | SocketException cut) {
      // It has ended.
    }
    return all;
  }

  /** The next line of the stream, comments included, or nothing when it has ended. */
  Optional<String> eventLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = readChunked(); b != '\n'; b = readChunked()) {
      if (b < 0) {
        return Optional.empty();
      }
      line.write(b);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  /** Whether the server has closed the connection; waits for it. */
  boolean closedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private boolean chunked() {
    return header("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT).equals("chunked");
  }

  private int readChunked() throws IOException {
    if (!chunked()) {
      throw new IOException("not chunked: " + status + " " + headers);
    }
    if (chunk < 0) {
      return -1;
    }
    if (chunk == 0) {
      chunk = Integer.parseInt(line().strip(), 16);
      if (chunk == 0) {
        line();
        chunk = -1;
        return -1;
      }
    }
    int b = in.read();
    if (b < 0) {
      throw new EOFException("The connection ended inside of a chunk");
    }
    chunk--;
    if (chunk == 0) {
      line();
    }
    return b;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("The connection ended after \"" + line + "\"");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Goes away without a word. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  record Event(String id, String name, String data) {

    JsonNode json() {
      return Json.MAPPER.readTree(data);
    }

    String method() {
      return json().path("method").asString("");
    }
  }
}
