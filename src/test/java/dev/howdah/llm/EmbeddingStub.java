package dev.howdah.llm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.howdah.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An endpoint for embeddings that answers as it is told. */
public final class EmbeddingStub implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile boolean silent;

  public EmbeddingStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/embeddings", this::handle);
    server.start();
  }

  /** Answers with this embedding. */
  public EmbeddingStub giving(String numbers) {
    return answering(
        200,
        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
            + numbers
            + "}],\"model\":\"small\",\"usage\":{\"total_tokens\":2}}");
  }

  EmbeddingStub answering(int newStatus, String body) {
    status = newStatus;
    answer = body;
    return this;
  }

  EmbeddingStub silent() {
    silent = true;
    return this;
  }

  /** Settings of a client for it. */
  public EmbeddingSettings settings() {
    return settings(0, Duration.ofMinutes(1));
  }

  EmbeddingSettings settings(int dimensions, Duration timeout) {
    var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/embeddings";
    return new EmbeddingSettings(url, "small", new Secret("sesame"), dimensions, timeout);
  }

  List<String> bodies() {
    return List.copyOf(bodies);
  }

  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  void awaitQuestion() throws InterruptedException {
    if (!asked.await(3, TimeUnit.MINUTES)) {
      throw new IllegalStateException("nobody asked");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    asked.countDown();
    if (silent) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
