package dev.howdah.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server as its users run it: a process of its own, spoken to over its pipes or over HTTP. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern SERVING = Pattern.compile("howdah: serving (http://\\S+)");

  private final Process process;
  private final BufferedReader output;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Thread logReader;

  private ServerProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.logReader =
        Thread.ofPlatform()
            .daemon()
            .start(() -> process.errorReader().lines().forEach(this::logged));
  }

  /** Starts {@code howdah serve} with these arguments and nothing of this process's environment. */
  public static ServerProcess serve(Map<String, String> environment, String... arguments) {
    return start("serve", environment, arguments);
  }

  /** Starts {@code howdah serve} with all of its input in a file. */
  public static ServerProcess serve(Path input, Map<String, String> environment) {
    return start(
        StdioCommand.howdah("serve"), environment, ProcessBuilder.Redirect.from(input.toFile()));
  }

  /** Starts {@code howdah demo} with these arguments. */
  public static ServerProcess demo(String... arguments) {
    return start("demo", Map.of("HOME", System.getProperty("user.home")), arguments);
  }

  /** Starts a main class of the tests, with nothing of this process's environment. */
  public static ServerProcess of(Class<?> main, Map<String, String> environment) {
    return start(StdioCommand.of(main), environment);
  }

  private static ServerProcess start(
      String verb, Map<String, String> environment, String... arguments) {
    return start(StdioCommand.howdah(verb, arguments), environment);
  }

  private static ServerProcess start(List<String> command, Map<String, String> environment) {
    return start(command, environment, ProcessBuilder.Redirect.PIPE);
  }

  private static ServerProcess start(
      List<String> command, Map<String, String> environment, ProcessBuilder.Redirect input) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(input);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void logged(String line) {
    synchronized (log) {
      log.add(line);
      log.notifyAll();
    }
  }

  /** Waits until it listens, and gives the endpoint. */
  public String url() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    synchronized (log) {
      while (System.nanoTime() < deadline) {
        for (String line : log) {
          Matcher matcher = SERVING.matcher(line);
          if (matcher.find()) {
            return matcher.group(1);
          }
        }
        log.wait(100);
      }
      throw new AssertionError("the server does not listen: " + log);
    }
  }

  /** Writes one line to its input. */
  public void send(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** The next line of its output, or null at the end. */
  public @Nullable String receive() throws IOException {
    return output.readLine();
  }

  /** Ends its input, as a client does that goes. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** What it wrote to standard error so far. */
  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  public Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    logReader.interrupt();
  }
}
