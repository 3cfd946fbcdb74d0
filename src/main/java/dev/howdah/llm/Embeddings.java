package dev.howdah.llm;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes embeddings of texts by the configured endpoint. OpenAI API reference, Create embeddings.
 * Thread-safe.
 */
public final class Embeddings {

  /** More than the JSON of the longest embedding that PostgreSQL can store. */
  private static final long MOST_BYTES = 2 << 20;

  private static final int MOST_CHARACTERS = 32_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final EmbeddingSettings settings;
  private @Nullable HttpClient client;

  public Embeddings(EmbeddingSettings settings) {
    this.settings = settings;
  }

  /** Whether there is an endpoint, so that a call leaves this machine. */
  public boolean configured() {
    return settings.url() != null;
  }

  /**
   * The embedding of a text.
   *
   * @throws CallException {@code NOT_AVAILABLE} without an endpoint, {@code MODEL_FAILED} when it
   *     does not give an embedding, {@code TIMEOUT} or {@code CANCELLED}
   */
  public float[] of(String text, Cancellation cancellation) {
    HttpRequest request = request(checked(text));
    // The request's own timeout ends with the headers; this one is for all of the answer.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client()
            .sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
    try (var _ = cancellation.onCancel(() -> answer.cancel(true))) {
      return embedding(answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw timeout(e);
    } catch (CancellationException e) {
      throw new CallException(
          ErrorCode.CANCELLED, "The call was cancelled: " + cancellation.reason(), Map.of(), e);
    } catch (ExecutionException e) {
      throw cancellation.cancelled()
          ? new CallException(
              ErrorCode.CANCELLED, "The call was cancelled: " + cancellation.reason(), Map.of(), e)
          : failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallException(ErrorCode.CANCELLED, "The server is stopping.", Map.of(), e);
    } finally {
      answer.cancel(true);
    }
  }

  private String checked(String text) {
    if (settings.url() == null) {
      throw new CallException(
          ErrorCode.NOT_AVAILABLE,
          "No model for embeddings is configured, so none can be made of a text:"
              + " give the embedding itself, or have the operator set embedding.url and"
              + " embedding.model (HOWDAH_EMBEDDING_URL, HOWDAH_EMBEDDING_MODEL).");
    }
    if (text.isBlank() || text.length() > MOST_CHARACTERS) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "A text to make an embedding of must have 1 to "
              + MOST_CHARACTERS
              + " characters, not all of them space; it had "
              + text.length()
              + ".");
    }
    return text;
  }

  private HttpRequest request(String text) {
    var body = JSON.createObjectNode().put("model", settings.model()).put("input", text);
    body.put("encoding_format", "float");
    if (settings.dimensions() > 0) {
      body.put("dimensions", settings.dimensions());
    }
    var request =
        HttpRequest.newBuilder(URI.create(Objects.requireNonNull(settings.url())))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
    if (settings.key() != null) {
      request.header("Authorization", "Bearer " + settings.key().reveal());
    }
    return request.build();
  }

  /** The first of it takes a while, so it waits until it is needed. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(settings.timeout())
              .build();
      client = made;
    }
    return made;
  }

  private float[] embedding(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status != 200) {
      throw new CallException(
          ErrorCode.MODEL_FAILED,
          "The embedding service answered with status %d%s.".formatted(status, advice(status)),
          Map.of("status", status));
    }
    float[] embedding;
    try {
      embedding = numbers(JSON.readTree(response.body()).at("/data/0/embedding"));
    } catch (JacksonException e) {
      throw unreadable("it is no JSON", e);
    }
    int wanted = settings.dimensions();
    if (wanted > 0 && embedding.length != wanted) {
      throw unreadable(
          "it has %d dimensions instead of the %d of embedding.dimensions"
              .formatted(embedding.length, wanted),
          null);
    }
    return embedding;
  }

  private static float[] numbers(JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw unreadable("data[0].embedding is no array of numbers", null);
    }
    float[] numbers = new float[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = array.get(i);
      numbers[i] = number.isNumber() ? (float) number.doubleValue() : Float.NaN;
      if (!Float.isFinite(numbers[i])) {
        throw unreadable("data[0].embedding[" + i + "] is no finite number", null);
      }
    }
    return numbers;
  }

  private static CallException unreadable(String why, @Nullable Throwable cause) {
    return new CallException(
        ErrorCode.MODEL_FAILED,
        "The embedding service gave an answer that cannot be used: " + why + ".",
        Map.of(),
        cause);
  }

  private static String advice(int status) {
    return switch (status) {
      case 401, 403 -> "; the operator has to check embedding.key";
      case 404 -> "; the operator has to check embedding.url and embedding.model";
      case 400, 413, 422 -> "; a shorter text may help, or another embedding.model";
      case 429 -> "; it has too much to do, so try again later";
      default -> "";
    };
  }

  private CallException timeout(Throwable cause) {
    return new CallException(
        ErrorCode.TIMEOUT,
        "The embedding service did not answer within " + settings.timeout().toMillis() + " ms.",
        Map.of("what", "model"),
        cause);
  }

  /** No words of the service's or of the network's reach the caller: they may name hosts. */
  private CallException failed(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof HttpTimeoutException) {
      return timeout(e);
    }
    String why =
        cause instanceof IOException && String.valueOf(cause.getMessage()).contains("capacity")
            ? "The embedding service answered with more than " + (MOST_BYTES >> 20) + " MiB."
            : "The embedding service could not be reached; the operator has to check embedding.url.";
    return new CallException(ErrorCode.MODEL_FAILED, why, Map.of(), e);
  }
}
