package dev.howdah.db;

/** A caller's right to run one statement now, until it is closed. */
@FunctionalInterface
public interface Turn extends AutoCloseable {
  @Override
  void close();
}
