package dev.howdah.resource;

import dev.howdah.config.Option;
import java.time.Duration;

/** How clients learn that tables came, went or changed. */
public record ResourceSettings(
    @Option(
            value = "poll",
            help =
                "How changes of tables are noticed while a client listens: poll, notify (needs the"
                    + " event trigger of docs/resources.md) or off.")
        Watch watch,
    @Option(value = "15s", help = "How often poll looks.") Duration pollInterval) {

  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration MOST = Duration.ofDays(1);

  public static final ResourceSettings DEFAULT =
      new ResourceSettings(Watch.POLL, Duration.ofSeconds(15));

  /** How changes are noticed. */
  public enum Watch {
    POLL,
    NOTIFY,
    OFF
  }

  public ResourceSettings {
    if (pollInterval.compareTo(LEAST) < 0 || pollInterval.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "poll-interval must be between 10ms and 24h, was " + pollInterval.toMillis() + "ms");
    }
  }
}
