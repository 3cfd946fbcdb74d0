package dev.howdah;

import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.db.Databases;
import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.Pipe;
import dev.howdah.observe.Logs;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The server as {@link Main} wires it, on standard input and output, with several callers: before
 * each message stand the name of who speaks or is spoken to, and a space. Nobody but a test may be
 * believed who he is in this way, so it is no part of the server.
 */
final class CallersMain {

  private CallersMain() {}

  public static void main(String[] arguments) throws IOException {
    OutputStream output = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    Command command = new CommandLine("test", System.getenv()).parse(List.of("serve"));
    if (!(command instanceof Command.Serve(Settings settings, Permissions permissions, var _))) {
      throw new IllegalArgumentException(String.valueOf(command));
    }
    Logs.prepare(settings.log());
    var configured = new ConfiguredDatabases(settings, System.getenv());
    var databases = new Databases(configured.all().stream().map(configured::open).toList());
    Map<String, Pipe> pipes = new HashMap<>();
    try (App app = new App(settings, permissions, "test", databases);
        var input =
            new BufferedReader(
                new InputStreamReader(
                    new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        int space = line.indexOf(' ');
        pipes
            .computeIfAbsent(
                line.substring(0, space),
                who -> app.server().pipe(new Caller(who), message -> send(output, who, message)))
            .receive(line.substring(space + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void send(OutputStream output, String who, Outgoing message) {
    synchronized (output) {
      try {
        output.write((who + " ").getBytes(StandardCharsets.UTF_8));
        message.writeTo(output);
        output.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
