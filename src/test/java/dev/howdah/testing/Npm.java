package dev.howdah.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The packages pinned in {@code src/test/npm}, among them a Node.js of their own, installed once
 * into {@code target/npm}.
 */
public final class Npm {

  private static final Path SOURCE = Path.of("src", "test", "npm");
  private static final Path HOME = Path.of("target", "npm").toAbsolutePath();
  private static final Path STAMP = HOME.resolve("installed");
  private static final Duration TO_INSTALL = Duration.ofMinutes(5);

  private Npm() {}

  /**
   * The installed packages.
   *
   * <p>Without npm the calling test counts as not run; where {@code CI} is {@code true} it fails.
   */
  public static synchronized Npm installed() {
    try {
      if (!available()) {
        notRun("needs npm on the path (Node.js 20 or newer brings it)");
      }
      Files.createDirectories(HOME);
      try (FileChannel lock =
              FileChannel.open(
                  HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = lock.lock()) {
        String wanted = hash(SOURCE.resolve("package-lock.json"));
        copySources();
        if (!Files.exists(STAMP) || !Files.readString(STAMP).equals(wanted)) {
          Files.deleteIfExists(STAMP);
          Command.of("npm", "ci", "--no-audit", "--no-fund").in(HOME).run(TO_INSTALL).expectExit(0);
          Files.writeString(STAMP, wanted);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Npm();
  }

  /** Whether there is an npm to install them with. */
  public static boolean available() {
    return npm().isPresent();
  }

  private static void notRun(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(reason);
    }
    Assumptions.abort(reason);
  }

  private static Optional<Path> npm() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path npm = Path.of(folder, "npm");
      if (Files.isExecutable(npm)) {
        return Optional.of(npm);
      }
    }
    return Optional.empty();
  }

  private static void copySources() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SOURCE)) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Files.copy(file, HOME.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static String hash(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new BigInteger(1, digest).toString(16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A command line for Node.js 22, run in the folder of the packages. */
  public Command node(String script, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(HOME.resolve("node_modules/.bin/node").toString());
    line.add(HOME.resolve(script).toString());
    line.addAll(List.of(arguments));
    return new Command(line, HOME, Map.of());
  }

  /** The conformance suite's command line. */
  public Command conformance(String... arguments) {
    return node("node_modules/@modelcontextprotocol/conformance/dist/index.js", arguments);
  }

  /**
   * The Inspector's client of named connections, whose daemon and notes live in {@code scratch};
   * {@code daemon stop} ends it.
   */
  public Command mcpdo(Path scratch, List<String> arguments) {
    Command cli =
        node(
            "node_modules/@modelcontextprotocol/inspector/clients/mcpdo/build/mcp-bin.js",
            arguments.toArray(String[]::new));
    return cli.with(
        Map.of(
            "HOME", scratch.toString(),
            "MCP_STORAGE_DIR", scratch.toString(),
            "MCP_CATALOG_PATH", scratch.resolve("catalog.json").toString(),
            "MCP_INSPECTOR_DAEMON_DIR", scratch.resolve("d").toString(),
            "MCP_INSPECTOR_DAEMON_TOKEN", "only-in-this-test"));
  }

  /** The Inspector's command line, which keeps its notes in {@code scratch}. */
  public Command inspector(Path scratch, List<String> arguments) {
    Command cli =
        node(
            "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
            arguments.toArray(String[]::new));
    return cli.with(
        Map.of(
            "HOME", scratch.toString(),
            "MCP_STORAGE_DIR", scratch.toString(),
            "MCP_CATALOG_PATH", scratch.resolve("catalog.json").toString()));
  }
}
