package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodiesTest {

  private final Bodies bodies = new Bodies(1 << 20, 1 << 20);
  private final AtomicInteger status = new AtomicInteger();

  private Optional<Integer> read(int length) {
    HttpExchange http = new Exchange(new byte[length], status);
    try {
      return bodies.read(http, new Reply(http), bytes -> bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void whileReading(int length, Runnable work) throws IOException {
    HttpExchange http = new Exchange(new byte[length], status);
    bodies.read(
        http,
        new Reply(http),
        _ -> {
          work.run();
          return "";
        });
  }

  @Test
  void longOnesHaveToWaitForEachOtherAndShortOnesNever() throws IOException {
    whileReading(
        1 << 20,
        () -> {
          assertThat(read(1 << 19)).isEmpty();
          assertThat(status).hasValue(503);
          assertThat(read(10_000)).contains(10_000);
        });

    assertThat(read(1 << 20)).contains(1 << 20);
  }

  @Test
  void thoseThatWereRefusedTakeNoRoom() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThat(read((1 << 20) + 1)).isEmpty();
      assertThat(status).hasValue(413);
    }

    assertThat(read(1 << 20)).contains(1 << 20);
  }

  /** A request that only has a body. */
  private record Exchange(InputStream body, AtomicInteger status) implements HttpExchange {

    Exchange(byte[] body, AtomicInteger status) {
      this(new ByteArrayInputStream(body), status);
    }

    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/mcp";
    }

    @Override
    public Optional<String> query(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.empty();
    }

    @Override
    public void respond(int code, Map<String, String> headers, byte[] bytes) {
      status.set(code);
    }

    @Override
    public OutputStream respond(int code, Map<String, String> headers) {
      status.set(code);
      return new ByteArrayOutputStream();
    }
  }
}
