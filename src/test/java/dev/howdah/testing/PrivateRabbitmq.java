package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts a RabbitMQ of our own, port mapper and all, from a system that has it. */
final class PrivateRabbitmq {

  private static final Duration TO_START = Duration.ofMinutes(5);

  private PrivateRabbitmq() {}

  static RabbitmqServer start(Place place) {
    var user = Login.withRandomPassword("howdah");
    return FreePorts.startOn(
        3,
        ports -> {
          var folder = place.newFolder("rabbitmq");
          try {
            Files.writeString(
                place.seenFromHere(folder).resolve("login.conf"),
                "default_user = %s\ndefault_pass = %s\n".formatted(user.user(), user.password()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          var held =
              Held.server(
                  place.seenFromHere(folder),
                  "KILL",
                  place.command(
                      "sh",
                      "-c",
                      Script.text("rabbitmq.sh"),
                      "rabbitmq",
                      folder,
                      ports.get(0).toString(),
                      ports.get(1).toString(),
                      ports.get(2).toString()),
                  "Server startup complete",
                  TO_START);
          var uri =
              "amqp://%s:%s@127.0.0.1:%d".formatted(user.user(), user.password(), ports.getFirst());
          return new RabbitmqServer(
              URI.create(uri), command -> control(place, folder, ports, command), held::close);
        });
  }

  private static void control(
      Place place, String folder, List<Integer> ports, List<String> command) {
    var words =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                Script.text("rabbitmqctl.sh"),
                "rabbitmqctl",
                folder,
                ports.get(0).toString(),
                ports.get(2).toString()));
    words.addAll(command);
    Script.output(place.command(words.toArray(String[]::new)));
  }
}
