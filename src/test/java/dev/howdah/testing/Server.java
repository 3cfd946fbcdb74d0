package dev.howdah.testing;

/** A running server that tests use; closing it stops it, if it is ours to stop. */
sealed interface Server extends AutoCloseable permits PostgresServer, RabbitmqServer {

  Runnable stop();

  @Override
  default void close() {
    stop().run();
  }
}
