package dev.howdah.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.config.Secret;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class EmbeddingsTest {

  private final EmbeddingStub stub;

  EmbeddingsTest() throws IOException {
    stub = new EmbeddingStub();
  }

  @AfterEach
  void close() {
    stub.close();
  }

  private static float[] embed(EmbeddingSettings settings, String text) {
    return new Embeddings(settings).of(text, new Cancellation());
  }

  private static CallException failure(EmbeddingSettings settings, String text) {
    return catchThrowableOfType(CallException.class, () -> embed(settings, text));
  }

  @Test
  void asksAsOpenAiWantsIt() {
    stub.giving("[0.25, -1, 3e-5]");
    assertThat(embed(stub.settings(3, Duration.ofMinutes(1)), "red \"apple\"\n"))
        .containsExactly(0.25f, -1, 3e-5f);
    assertThat(new JsonMapper().readTree(stub.bodies().getFirst()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"model":"small","input":"red \\"apple\\"\\n","encoding_format":"float",
                     "dimensions":3}
                    """));
    assertThat(stub.authorizations()).containsExactly("Bearer sesame");
  }

  @Test
  void asksForNoDimensionsWhereNoneAreSet() {
    stub.giving("[1]");
    embed(stub.settings(), "x");
    assertThat(stub.bodies().getFirst()).doesNotContain("dimensions");
  }

  @ParameterizedTest
  @CsvSource({
    "401, embedding.key", "403, embedding.key", "404, embedding.url", "429, try again later",
    "400, shorter text", "500, status 500", "302, status 302", "204, status 204"
  })
  void tellsTheStatusAndNothingElse(int status, String advice) {
    stub.answering(status, status == 204 ? "" : "{\"error\":\"bad key sesame at 10.1.2.3\"}");
    CallException failure = failure(stub.settings(), "x");
    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(failure).hasMessageContaining(advice).hasMessageNotContaining("sesame");
    assertThat(failure.details()).containsEntry("status", status).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | no array of numbers",
        "<html>                            | it is no JSON",
        "{}                                | no array of numbers",
        "{\"data\":[]}                     | no array of numbers",
        "{\"data\":[{\"embedding\":[]}]}   | no array of numbers",
        "{\"data\":[{\"embedding\":\"AAAA\"}]} | no array of numbers",
        "{\"data\":[{\"embedding\":[1,\"x\"]}]} | embedding[1] is no finite number",
        "{\"data\":[{\"embedding\":[1,1e999]}]} | embedding[1] is no finite number",
        "{\"data\":[{\"embedding\":[null,1]}]} | embedding[0] is no finite number"
      })
  void refusesWhatIsNoEmbedding(String answer, String why) {
    stub.answering(200, answer);
    CallException failure = failure(stub.settings(), "x");
    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(failure).hasMessageContaining(why);
  }

  @Test
  void refusesWhatIsMadeToHurt() {
    for (var answer :
        List.of(
            "[".repeat(100_000),
            "{\"data\":[{\"embedding\":[" + "9".repeat(100_000) + "]}]}",
            "{\"data\":[{\"embedding\":[1e" + "9".repeat(900) + "]}]}",
            "{\"" + "k".repeat(100_000) + "\":1}",
            "\u0000",
            "{\"data\":[{\"embedding\":[1,NaN]}]}")) {
      stub.answering(200, answer);
      CallException failure = failure(stub.settings(), "x");
      assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_FAILED);
      assertThat(failure.getMessage()).hasSizeLessThan(200);
    }
  }

  @Test
  void takesNoKeyThatAHeaderCannotCarry() {
    for (var key : List.of("sesame\nX: y", "sesame ", "sésame", "sesame\u0000")) {
      assertThatThrownBy(
              () -> new EmbeddingSettings(null, "small", new Secret(key), 0, Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("key must be")
          .hasMessageNotContaining("same");
    }
  }

  @Test
  void refusesOtherDimensionsThanThoseAskedFor() {
    stub.giving("[1, 2]");
    assertThat(failure(stub.settings(3, Duration.ofMinutes(1)), "x"))
        .hasMessageContaining("2 dimensions instead of the 3");
  }

  @Test
  void readsNoEndlessAnswer() {
    stub.answering(200, "[" + "1,".repeat(2 << 20) + "1]");
    CallException failure = failure(stub.settings(), "x");
    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(failure).hasMessageContaining("more than 2 MiB");
  }

  @Test
  void waitsNoLongerThanItsTimeout() {
    stub.silent();
    CallException failure = failure(stub.settings(0, Duration.ofMillis(200)), "x");
    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(failure.details()).containsEntry("what", "model");
  }

  @Test
  void endsWithItsCall() throws InterruptedException, ExecutionException, TimeoutException {
    stub.silent();
    var cancellation = new Cancellation();
    var embeddings = new Embeddings(stub.settings());
    var failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(CallException.class, () -> embeddings.of("x", cancellation)));
    stub.awaitQuestion();
    cancellation.cancel("the client went");
    assertThat(failure.get(3, TimeUnit.MINUTES).code()).isEqualTo(ErrorCode.CANCELLED);
  }

  @Test
  void saysThatNobodyAnswers() {
    var settings = stub.settings();
    stub.close();
    CallException failure = failure(settings, "x");
    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(failure)
        .hasMessageContaining("could not be reached")
        .hasMessageNotContaining("127.0.0.1");
  }

  @Test
  void refusesTextsThatAreEmptyOrTooLong() {
    assertThat(failure(stub.settings(), " \n").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure(stub.settings(), "x".repeat(32_001)))
        .hasMessageContaining("1 to 32000 characters");
    assertThat(stub.bodies()).isEmpty();
  }

  @Test
  void saysWhatToSet() {
    assertThat(failure(EmbeddingSettings.NONE, "x"))
        .hasMessageContaining("HOWDAH_EMBEDDING_URL")
        .extracting(CallException::code)
        .isEqualTo(ErrorCode.NOT_AVAILABLE);
  }
}
