package dev.howdah.task.queue.rabbit;

import java.util.regex.Pattern;

/** What the versions of RabbitMQ can do. */
final class Versions {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  /** The first version with quorum queues. */
  private static final int QUORUM = 308;

  private Versions() {}

  /** Major times 100 plus minor, such as 310 for 3.10.8; 0 for what is no version. */
  static int number(String version) {
    var match = VERSION.matcher(version);
    return match.matches()
        ? 100 * Integer.parseInt(match.group(1)) + Integer.parseInt(match.group(2))
        : 0;
  }

  /** The type to use where one is wanted; a broker too old for quorum queues has classic ones. */
  static QueueType usable(QueueType wanted, int version) {
    return version > 0 && version < QUORUM ? QueueType.CLASSIC : wanted;
  }
}
