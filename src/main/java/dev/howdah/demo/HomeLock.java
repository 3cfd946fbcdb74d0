package dev.howdah.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps other processes, and other threads of this one, from preparing or starting a server. */
final class HomeLock implements AutoCloseable {

  // A file lock belongs to the whole process, so its threads need one of their own.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the lock of this home. */
  static HomeLock take(Path home) throws IOException {
    THREADS.lock();
    try {
      var file = home.resolve("lock");
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
        return new HomeLock(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      THREADS.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}
