package dev.howdah.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes clusters, each once. The home is locked meanwhile.
 *
 * @param home the folder that holds them
 * @param progress told what takes long
 */
record Clusters(Programs programs, ServerUser user, Path home, Consumer<String> progress) {

  private static final List<String> INITDB =
      List.of(
          "--username=postgres",
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          // The built-in provider sorts alike on every platform.
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--text-search-config=english",
          "--no-sync",
          "--set=timezone=UTC",
          "--set=log_timezone=UTC",
          "--set=lc_messages=C",
          "--set=unix_socket_permissions=0700",
          "--set=max_connections=200",
          "--set=max_wal_size=256MB",
          "--set=log_checkpoints=off",
          "--set=jit=off");

  /** The cluster with the sample database. */
  ServerFolder sample() throws IOException {
    var sample = Sample.read();
    var folder = home.resolve("shop-" + programs.major() + "-" + sample.key());
    if (!Files.exists(folder)) {
      progress.accept("Making the sample database (once)…");
      Folders.make(
          folder,
          part -> {
            var passwords = initialise(new ServerFolder(part));
            load(new ServerFolder(part), "postgres", sample.roles(passwords));
            load(new ServerFolder(part), Sample.DATABASE, sample.content());
            sync(new ServerFolder(part));
          });
    }
    return new ServerFolder(folder);
  }

  /** An empty cluster, to be copied and never started. */
  ServerFolder template() throws IOException {
    var folder = home.resolve("empty-" + programs.major());
    if (!Files.exists(folder)) {
      progress.accept("Making an empty cluster (once)…");
      Folders.make(
          folder,
          part -> {
            initialise(new ServerFolder(part));
            sync(new ServerFolder(part));
          });
    }
    return new ServerFolder(folder);
  }

  private Passwords initialise(ServerFolder folder) throws IOException {
    user.own(folder.path());
    user.mustReach(folder.path());
    var passwords = Passwords.random();
    passwords.write(folder.passwords());
    user.own(folder.passwords());
    var words = user.command(programs.path("initdb"), "--pgdata=" + folder.data());
    words.add("--pwfile=" + folder.passwords());
    words.addAll(INITDB);
    mustSucceed("make a cluster", Command.run(words, ""));
    return passwords;
  }

  private void load(ServerFolder folder, String database, String sql) throws IOException {
    var words = user.command(programs.path("postgres"), "--single", "-j", "-F");
    words.addAll(List.of("-c", "exit_on_error=on", "-c", "maintenance_work_mem=64MB"));
    // A statement that fails may hold a password, so it is not repeated.
    words.addAll(List.of("-c", "log_min_error_statement=panic"));
    words.addAll(List.of("-D", folder.data().toString(), database));
    mustSucceed("load the sample database", Command.run(words, sql));
  }

  private void sync(ServerFolder folder) throws IOException {
    var words = user.command(programs.path("initdb"), "--sync-only");
    words.add("--pgdata=" + folder.data());
    mustSucceed("write a cluster to the disk", Command.run(words, ""));
  }

  private static void mustSucceed(String what, Command.Outcome outcome) throws IOException {
    if (!outcome.succeeded()) {
      throw new IOException("PostgreSQL could not " + what + ": " + outcome.output());
    }
  }
}
