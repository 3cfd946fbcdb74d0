package dev.howdah.llm;

import dev.howdah.config.Option;
import dev.howdah.config.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where texts become embeddings.
 *
 * @param url of an endpoint that speaks OpenAI's {@code /v1/embeddings}; null: there is none
 */
public record EmbeddingSettings(
    @Option(
            help =
                "The endpoint that makes embeddings of texts, in the form of OpenAI's:"
                    + " https://api.openai.com/v1/embeddings.")
        @Nullable String url,
    @Option(value = "text-embedding-3-small", help = "The model that it is asked for.")
        String model,
    @Option(help = "The key for it, sent as a bearer token.") @Nullable Secret key,
    @Option(value = "0", help = "The length that is asked for; 0 for the model's own.")
        int dimensions,
    @Option(value = "30s", help = "Longest wait for one embedding.") Duration timeout) {

  private static final int MOST_DIMENSIONS = 16_000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** No endpoint. */
  public static final EmbeddingSettings NONE =
      new EmbeddingSettings(null, "none", null, 0, Duration.ofSeconds(30));

  public EmbeddingSettings {
    if (url != null && !usable(url)) {
      throw new IllegalArgumentException(
          "url must be an address such as https://host/v1/embeddings, without user and password"
              + ", was "
              + (url.contains("@") ? "one with an @" : url));
    }
    if (key != null && !key.reveal().chars().allMatch(sign -> sign > ' ' && sign < 0x7f)) {
      throw new IllegalArgumentException(
          "key must be printable ASCII without spaces or line ends, as a header carries it");
    }
    if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "dimensions must be between 0 and " + MOST_DIMENSIONS + ", was " + dimensions);
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout must be between 1ms and 10min, was " + timeout.toMillis() + "ms");
    }
  }

  private static boolean usable(String url) {
    try {
      URI uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
