package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Debian beside the system of this machine, with servers that the tests need. It is made once,
 * from the mirror that this machine's apt uses, and kept in a cache.
 */
final class DebianRoot {

  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  /** What Debian's archive says of itself in apt's lists; security updates have another label. */
  private static final String DEBIAN = "Debian|Debian|";

  private final Path cache;
  private final String suite;
  private final String packages;

  private DebianRoot(Path cache, String suite, String packages) {
    this.cache = cache;
    this.suite = suite;
    this.packages = packages;
  }

  /** Debian 13, with PostgreSQL 17 that has pgvector, RabbitMQ 4, and HAProxy 3. */
  static DebianRoot trixie(Path cache) {
    return new DebianRoot(
        cache, "trixie", "rabbitmq-server,postgresql-17,postgresql-17-pgvector,haproxy");
  }

  /** Debian 12, with RabbitMQ 3.10. */
  static DebianRoot bookworm(Path cache) {
    return new DebianRoot(cache, "bookworm", "rabbitmq-server");
  }

  /** Why there is no such root here and none can be made, if so. */
  Optional<String> missing() {
    if (!System.getProperty("os.name").equals("Linux") || !Place.isRoot()) {
      return Optional.of("not root on Linux");
    }
    if (Files.isDirectory(path())) {
      return Optional.empty();
    }
    if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      return Optional.of("no Debian-like system");
    }
    if (!Files.isExecutable(Path.of("/usr/bin/mmdebstrap")) || !Files.exists(KEYRING)) {
      return Optional.of(
          "no mmdebstrap (run: apt-get update && apt-get install -y mmdebstrap"
              + " debian-archive-keyring)");
    }
    return mirror().isPresent()
        ? Optional.empty()
        : Optional.of("no Debian mirror in apt's lists (on Debian, run: apt-get update)");
  }

  /** The root, made now if it is not there yet, which takes about half a minute. */
  Path make() {
    try {
      Files.createDirectories(cache);
      try (var lock =
              FileChannel.open(
                  cache.resolve(suite + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = lock.lock()) {
        if (!Files.isDirectory(path())) {
          // Another process that was making it would hold the lock, so these are only remains.
          var making = cache.resolve(suite + ".making");
          Script.output(List.of("rm", "-rf", "--one-file-system", making.toString()));
          makeIn(making);
          Files.move(making, path(), StandardCopyOption.ATOMIC_MOVE);
        }
        return path();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path() {
    // Another recipe makes another root.
    return cache.resolve(suite + "-" + Integer.toHexString(packages.hashCode()));
  }

  private void makeIn(Path folder) {
    System.err.println("Making a Debian root with the test servers, once, in " + folder);
    var command = new ArrayList<String>();
    if (Script.succeeds(List.of("unshare", "--mount", "true"))) {
      // What is mounted while it is made goes with the process, however that ends.
      command.addAll(List.of("unshare", "--mount"));
    }
    command.addAll(List.of("mmdebstrap", "--variant=apt", "--include=" + packages));
    // Erlang looks up the host of its node's name.
    command.add("--customize-hook=echo 127.0.0.1 localhost >\"$1/etc/hosts\"");
    proxies().forEach(proxy -> command.add("--aptopt=" + proxy));
    command.addAll(List.of(suite, folder.toString(), mirror().orElseThrow()));
    Held.run(
        command,
        line -> {
          if (line.startsWith("I: ")) {
            System.err.println("  " + line.substring("I: ".length()));
          }
        });
  }

  private static Optional<String> mirror() {
    return Script.output(
            List.of(
                "apt-get",
                "indextargets",
                "--format",
                "$(ORIGIN)|$(LABEL)|$(REPO_URI)",
                "Created-By: Packages"))
        .lines()
        .filter(line -> line.startsWith(DEBIAN))
        .map(line -> line.substring(DEBIAN.length()))
        .findFirst();
  }

  private static List<String> proxies() {
    return Script.output(
            List.of(
                "apt-config",
                "dump",
                "--no-empty",
                "--format",
                "%f \"%v\";%n",
                "Acquire::http::Proxy",
                "Acquire::https::Proxy"))
        .lines()
        .toList();
  }
}
