package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.guard.Access;
import dev.howdah.testing.CountingRelay;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@OnPostgres
final class ExaminerTest {

  private final TestDatabase own;

  ExaminerTest(TestDatabase own) {
    this.own = own;
  }

  @Test
  void seesThatAPoolerIsInBetween() throws IOException {
    try (var pooler = new Renumbering(own.host(), own.port())) {
      assertThat(checkup(pooler.port()).pooler()).isTrue();
    }
    assertThat(checkup(own.port()).pooler()).isFalse();
  }

  @Test
  void asksAsOftenHoweverMuchThereIs() throws Exception {
    int few = roundTrips();
    own.run(
        """
        do $$ begin
          for i in 1 .. 200 loop
            execute format('create table t%s (a int)', i);
            execute format('grant insert, update (a) on t%s to public', i);
            execute format('create function f%s() returns int security definer
                            language sql as ''select 1''', i);
          end loop;
        end $$
        """);

    assertThat(roundTrips()).isEqualTo(few).isLessThan(20);
  }

  private int roundTrips() throws IOException {
    try (var relay = new CountingRelay(own.host(), own.port());
        var database = database(relay.port())) {
      new Examiner(database).posture(new Cancellation());
      int first = relay.roundTrips();
      new Examiner(database).posture(new Cancellation());
      return relay.roundTrips() - first;
    }
  }

  private Checkup checkup(int port) {
    try (var database = database(port)) {
      return new Examiner(database)
          .checkup(
              new CallerRules(
                  List.of(Access.readAll()),
                  () -> {
                    throw new AssertionError("no rules");
                  }),
              new Cancellation());
    }
  }

  private Database database(int port) {
    var settings =
        ConnectionSettings.of(
            own.dsn(own.reader()).replace(":" + own.port() + "/", ":" + port + "/")
                + "?sslmode=disable",
            Map.of());
    return new Database("x", settings, PoolSettings.DEFAULT);
  }

  /** Tells clients another process number than the server's, as poolers do for their own keys. */
  private static final class Renumbering implements AutoCloseable {
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
}
