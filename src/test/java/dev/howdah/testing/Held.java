package dev.howdah.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A process that cannot outlive this JVM: it and all that it started end, and its folder goes, when
 * the pipe that we hold closes.
 */
final class Held implements AutoCloseable {

  private static final int LINES_KEPT = 40;
  private static final Duration TO_STOP = Duration.ofMinutes(3);

  private final Process process;
  private final Consumer<String> onLine;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  private Held(Process process, Consumer<String> onLine) {
    this.process = process;
    this.onLine = onLine;
  }

  /**
   * Starts a server and waits until it prints {@code readyLine}.
   *
   * @param folder removed when the server has ended
   * @param signal the name of the signal that ends it
   */
  static Held server(
      Path folder, String signal, List<String> command, String readyLine, Duration within) {
    var ready = new CompletableFuture<String>();
    var held =
        start(
            folder.toString(),
            signal,
            command,
            line -> {
              if (line.contains(readyLine)) {
                ready.complete(line);
              }
            });
    try {
      CompletableFuture.anyOf(ready, held.ended).get(within.toMillis(), TimeUnit.MILLISECONDS);
      if (ready.isDone()) {
        return held;
      }
      throw held.closed(new IllegalStateException("the server ended:\n" + held.output()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw held.closed(new IllegalStateException("interrupted while a server was starting", e));
    } catch (ExecutionException | TimeoutException e) {
      var words = "the server did not start within %s:\n%s".formatted(within, held.output());
      throw held.closed(new IllegalStateException(words, e));
    }
  }

  /** Runs a command to its end, or throws with what it printed last. */
  static void run(List<String> command, Consumer<String> onLine) {
    try (var held = start("", "TERM", command, onLine)) {
      var output = held.ended.join();
      if (held.process.waitFor() != 0) {
        throw new IllegalStateException(
            command.getFirst() + " ended with " + held.process.exitValue() + ":\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command.getFirst(), e);
    }
  }

  private static Held start(
      String folder, String signal, List<String> command, Consumer<String> onLine) {
    var all =
        new ArrayList<>(
            List.of("setsid", "sh", "-c", Script.text("hold.sh"), "hold", folder, signal));
    all.addAll(command);
    try {
      var held = new Held(new ProcessBuilder(all).redirectErrorStream(true).start(), onLine);
      // A read from a pipe would keep a virtual thread's carrier.
      Thread.ofPlatform().daemon().name("output of " + command.getFirst()).start(held::read);
      return held;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        keep(line);
        onLine.accept(line);
      }
    } catch (IOException e) {
      keep(e.toString());
    } finally {
      ended.complete(output());
    }
  }

  private synchronized void keep(String line) {
    lastLines.addLast(line);
    if (lastLines.size() > LINES_KEPT) {
      lastLines.removeFirst();
    }
  }

  private synchronized String output() {
    return String.join("\n", lastLines);
  }

  private IllegalStateException closed(IllegalStateException why) {
    close();
    return why;
  }

  /** Ends the process, and returns when nothing of it is left. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " does not stop");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
