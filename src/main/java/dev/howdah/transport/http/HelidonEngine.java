package dev.howdah.transport.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Helidon's web server: a virtual thread for each connection. */
final class HelidonEngine implements HttpEngine {

  /** How long a client may take between two pieces of what it sends. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final WebServer server;

  /** Listens at once; a port of 0 takes a free one. */
  HelidonEngine(String host, int port, Handler handler) {
    refuseTaken(host, port);
    server =
        WebServer.builder()
            .host(host)
            .port(port)
            .backlog(1024)
            .maxTcpConnections(10_000)
            .connectionOptions(options -> options.readTimeout(PATIENCE))
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(200))
            .featuresDiscoverServices(false)
            .addProtocol(Http1Config.builder().maxHeadersSize(32 << 10).build())
            .routing(
                routing -> routing.any((request, response) -> handle(handler, request, response)))
            .build()
            .start();
    if (!server.isRunning() || server.port() < 0) {
      server.stop();
      throw cannotListen(host, port);
    }
  }

  /** Tries the port first, because the engine only logs at length that it could not have it. */
  private static void refuseTaken(String host, int port) {
    if (port == 0) {
      return;
    }
    try (var _ = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return;
    } catch (IOException taken) {
      throw cannotListen(host, port);
    }
  }

  private static IllegalArgumentException cannotListen(String host, int port) {
    return new IllegalArgumentException(
        "could not listen on "
            + host
            + ":"
            + port
            + "; another program may use the port. Choose another by --port, or 0 for a free one");
  }

  private static void handle(Handler handler, ServerRequest request, ServerResponse response) {
    try {
      handler.handle(new Exchange(request, response));
    } catch (Unreadable body) {
      response.status(Status.BAD_REQUEST_400).header(HeaderNames.CONNECTION, "close").send();
      throw new CloseConnectionException("The body could not be read", body);
    } catch (IOException gone) {
      throw new CloseConnectionException("The client is gone", gone);
    }
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      close(response);
    }
  }

  /** The engine ends a stream only after the handler, and leaves the connection open. */
  private static void close(ServerResponse response) {
    if (!response.isSent()) {
      response.whenSent(
          () -> {
            throw new CloseConnectionException("The client wants no more");
          });
      return;
    }
    throw new CloseConnectionException("The client wants no more");
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private record Exchange(ServerRequest request, ServerResponse response) implements HttpExchange {

    @Override
    public String method() {
      return request.prologue().method().text();
    }

    @Override
    public String path() {
      HttpPrologue prologue = request.prologue();
      // No request has a fragment (RFC 9112, section 3.2.1), so one is not silently dropped.
      String fragment = prologue.fragment().hasValue() ? "#" : "";
      return prologue.uriPath().rawPath() + fragment;
    }

    @Override
    public Optional<String> query(String name) {
      return request.query().first(name).asOptional();
    }

    @Override
    public Optional<String> header(String name) {
      HeaderName header = HeaderNames.create(name);
      return request.headers().contains(header)
          ? Optional.of(String.join(", ", request.headers().all(header, List::of)))
          : Optional.empty();
    }

    @Override
    public InputStream body() {
      return request.content().hasEntity()
          ? new Incoming(request.content().inputStream())
          : InputStream.nullInputStream();
    }

    @Override
    public void respond(int status, Map<String, String> headers, byte[] body) throws IOException {
      try {
        begin(status, headers);
        response.send(body);
      } catch (CloseConnectionException | UncheckedIOException gone) {
        throw new IOException(gone);
      }
    }

    @Override
    public OutputStream respond(int status, Map<String, String> headers) {
      begin(status, headers);
      return new Body(response.outputStream());
    }

    private void begin(int status, Map<String, String> headers) {
      response.status(Status.create(status));
      headers.forEach(response::header);
    }
  }

  /** What a client sent is not what it announced; nothing after it can be trusted. */
  private static final class Unreadable extends IOException {
    Unreadable(Throwable cause) {
      super(cause);
    }
  }

  /** Says that a body is broken the way streams do. */
  private static final class Incoming extends FilterInputStream {

    Incoming(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (RuntimeException broken) {
        throw new Unreadable(broken);
      }
    }
  }

  /** Says that the client is gone the way streams do. */
  private static final class Body extends OutputStream {

    private final OutputStream out;

    Body(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      checked(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      checked(out::flush);
    }

    @Override
    public void close() throws IOException {
      checked(out::close);
    }

    private static void checked(Writing writing) throws IOException {
      try {
        writing.run();
      } catch (CloseConnectionException | UncheckedIOException gone) {
        throw new IOException(gone);
      }
    }

    @FunctionalInterface
    private interface Writing {
      void run() throws IOException;
    }
  }
}
