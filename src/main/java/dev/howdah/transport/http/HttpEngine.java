package dev.howdah.transport.http;

import java.io.IOException;

/** What listens and carries exchanges; each one is handled on a thread of its own. */
interface HttpEngine extends AutoCloseable {

  /** The port it listens on. */
  int port();

  @Override
  void close();

  /** Answers an exchange; an {@link IOException} means that the client is gone. */
  @FunctionalInterface
  interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }
}
