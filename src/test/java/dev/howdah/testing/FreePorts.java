package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Loopback ports that nobody listens on. */
final class FreePorts {

  private static final int ATTEMPTS = 3;

  private FreePorts() {}

  /** Starts a server on {@code count} free ports; on others when another process was quicker. */
  static <S> S startOn(int count, Function<List<Integer>, S> start) {
    for (int attempt = 1; ; attempt++) {
      try {
        return start.apply(find(count));
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS || !isTaken(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isTaken(IllegalStateException e) {
    var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("address already in use") || message.contains("eaddrinuse");
  }

  private static List<Integer> find(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      while (sockets.size() < count) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sockets.forEach(FreePorts::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
