package dev.howdah.db;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Tells clients another process number than the server's, as poolers do for their own keys. */
final class Renumbering implements AutoCloseable {
  private final ServerSocket entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

  Renumbering(String host, int port) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket client = entrance.accept();
                  Socket server = new Socket(host, port);
                  Thread.ofVirtual().start(() -> requests(client, server));
                  Thread.ofVirtual().start(() -> answers(server, client));
                }
              } catch (IOException closed) {
                // No more clients.
              }
            });
  }

  int port() {
    return entrance.getLocalPort();
  }

  private static void requests(Socket client, Socket server) {
    try (client;
        server) {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException over) {
      // One end is gone, and the other goes with it.
    }
  }

  private static void answers(Socket server, Socket client) {
    try (client;
        server) {
      var from = new DataInputStream(server.getInputStream());
      var to = new DataOutputStream(client.getOutputStream());
      for (int type = from.read(); type >= 0; type = from.read()) {
        int length = from.readInt();
        byte[] body = from.readNBytes(length - Integer.BYTES);
        if (type == 'K') {
          body[3] ^= 1;
        }
        to.write(type);
        to.writeInt(length);
        to.write(body);
      }
    } catch (IOException over) {
      // One end is gone, and the other goes with it.
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
