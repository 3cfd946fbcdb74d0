package dev.howdah.db;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocket;

/** A server that goes wrong in one particular way at the start of each connection. */
final class FakeServer implements AutoCloseable {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  private final ServerSocket socket;

  /** What happens to one client. */
  private interface Conversation {
    void with(Socket client) throws IOException;
  }

  private FakeServer(Conversation conversation) throws IOException {
    this.socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(conversation));
  }

  private void serve(Conversation conversation) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        conversation.with(client);
      } catch (IOException e) {
        // The client has gone, or the test has ended: the loop decides.
      }
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Sends an error instead of asking who is there. */
  static FakeServer refusing(String sqlstate, String words) throws IOException {
    var body = new ByteArrayOutputStream();
    for (String field : new String[] {"SFATAL", "VFATAL", "C" + sqlstate, "M" + words}) {
      body.writeBytes(field.getBytes(StandardCharsets.UTF_8));
      body.write(0);
    }
    body.write(0);
    return new FakeServer(client -> answerStartup(client, 'E', body.toByteArray()));
  }

  static FakeServer askingForAPassword() throws IOException {
    return new FakeServer(client -> answerStartup(client, 'R', new byte[] {0, 0, 0, 3}));
  }

  /** Speaks another protocol. */
  static FakeServer saying(String answer) throws IOException {
    return new FakeServer(
        client -> {
          startup(new DataInputStream(client.getInputStream()));
          client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        });
  }

  static FakeServer withTls(Certificate certificate) throws IOException, GeneralSecurityException {
    var sockets = certificate.context().getSocketFactory();
    return new FakeServer(
        client -> {
          startup(new DataInputStream(client.getInputStream()));
          client.getOutputStream().write('S');
          try (var secure = (SSLSocket) sockets.createSocket(client, null, true)) {
            secure.setUseClientMode(false);
            secure.startHandshake();
            secure.getInputStream().read();
          }
        });
  }

  private static void answerStartup(Socket client, char type, byte[] body) throws IOException {
    var in = new DataInputStream(client.getInputStream());
    var out = new DataOutputStream(client.getOutputStream());
    for (int code = startup(in); code == SSL_REQUEST || code == GSS_REQUEST; code = startup(in)) {
      out.write('N');
    }
    out.write(type);
    out.writeInt(body.length + 4);
    out.write(body);
    out.flush();
    in.read();
  }

  private static int startup(DataInputStream in) throws IOException {
    int length = in.readInt();
    int code = in.readInt();
    in.skipNBytes(length - 8L);
    return code;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
