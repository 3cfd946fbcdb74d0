package dev.howdah;

import dev.howdah.auth.Permissions;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.Databases;
import dev.howdah.db.RolePolicy;
import dev.howdah.demo.EmbeddedServer;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Serves the sample database: over stdio to a client, over HTTP from a terminal. */
final class Demo {

  private Demo() {}

  static int run(Settings settings, Permissions permissions, Surroundings surroundings)
      throws IOException {
    boolean stdio = settings.transport() == Settings.Transport.STDIO && !surroundings.terminal();
    CompletableFuture<EmbeddedServer> server = start(surroundings);
    Database database =
        new Database(
            settings.database().described("shop", "The sample database: a shop."),
            () -> connection(server),
            settings.limits(),
            RolePolicy.WARN);
    boolean asked = settings.transport() != Settings.Transport.STDIO;
    Settings served = stdio || asked ? settings : settings.over(Settings.Transport.STREAMABLE_HTTP);
    Databases databases = new Databases(List.of(database));
    try (App app = new App(served, permissions, surroundings.version(), databases)) {
      Runnable stopServing = app::close;
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stopServing.run();
                    stop(server);
                  },
                  "shutdown"));
      if (stdio) {
        app.stdio(settings, surroundings);
      } else {
        present(app, served, surroundings, server);
      }
    } finally {
      stop(server);
    }
    return 0;
  }

  /** Starts PostgreSQL beside the server, which does not wait for it to answer a first message. */
  private static CompletableFuture<EmbeddedServer> start(Surroundings surroundings) {
    Path home = EmbeddedServer.defaultHome(surroundings.environment());
    CompletableFuture<EmbeddedServer> server = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("embedded-postgresql")
        .daemon()
        .start(
            () -> {
              try {
                server.complete(
                    EmbeddedServer.start(home, line -> System.err.println("howdah: " + line)));
              } catch (RuntimeException e) {
                server.completeExceptionally(e);
              }
            });
    return server;
  }

  private static ConnectionSettings connection(CompletableFuture<EmbeddedServer> server) {
    try {
      EmbeddedServer running = server.join();
      return ConnectionSettings.of(
          null,
          Map.of(
              "PGHOST", running.host(),
              "PGPORT", Integer.toString(running.port()),
              "PGDATABASE", running.database(),
              "PGUSER", running.user(),
              "PGPASSWORD", running.password(),
              "PGSSLMODE", "disable"));
    } catch (CompletionException e) {
      System.err.println("howdah: " + (e.getCause() == null ? e : e.getCause()).getMessage());
      throw new CallException(
          ErrorCode.CONNECTION_FAILED,
          "The sample database could not be started; the server's standard error says why.");
    }
  }

  private static void present(
      App app,
      Settings settings,
      Surroundings surroundings,
      CompletableFuture<EmbeddedServer> server)
      throws IOException {
    System.err.println("howdah: starting PostgreSQL with a sample shop …");
    connection(server);
    String url = listen(app, settings);
    try {
      new Conversation(url, System.err).hold();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.print(ClientConfigurations.of(surroundings.launcher(), url));
    System.err.println("howdah: serving " + url + " until Ctrl-C");
    App.untilStopped();
  }

  /** Listens, on another port when the wanted one is taken. */
  private static String listen(App app, Settings settings) {
    try {
      return app.http(settings);
    } catch (IllegalArgumentException taken) {
      System.err.println("howdah: " + taken.getMessage() + "; taking a free one.");
      return app.http(settings.onFreePort());
    }
  }

  private static void stop(CompletableFuture<EmbeddedServer> server) {
    if (server.isDone() && !server.isCompletedExceptionally()) {
      server.join().close();
    }
  }
}
