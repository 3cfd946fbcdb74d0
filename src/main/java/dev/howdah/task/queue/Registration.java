package dev.howdah.task.queue;

/** Something that goes on until it is closed. */
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
