package dev.howdah.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Our hold on a running server: it runs for as long as any process keeps one open.
 *
 * <p>It is a pipe that {@code watch.sh} reads. The kernel closes it when we are killed.
 */
final class Lease implements AutoCloseable {

  private final FileChannel pipe;

  private Lease(FileChannel pipe) {
    this.pipe = pipe;
  }

  /** Takes hold, or nothing when the server is closing or was never started. */
  static Optional<Lease> take(ServerFolder folder) throws IOException {
    FileChannel pipe;
    try {
      // Reading as well, since opening a pipe for writing alone waits for its reader.
      pipe =
          FileChannel.open(
              folder.alive(),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      pipe.write(ByteBuffer.wrap("\n".getBytes(StandardCharsets.US_ASCII)));
      return Optional.of(new Lease(pipe));
    } catch (IOException e) {
      pipe.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
