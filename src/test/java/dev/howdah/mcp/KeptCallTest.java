package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Json;
import dev.howdah.tool.Question;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class KeptCallTest {

  private static final int LARGE = 100_000;
  private static final Caller ALICE = new Caller("alice", Set.of("readers", "writers"));

  private static Exchange exchange(Caller caller, String params) {
    return new Exchange(
        new Message.Request(
            Json.object().numberNode(1), "tools/call", (ObjectNode) Json.MAPPER.readTree(params)),
        Revision.V2025_11_25,
        caller,
        (ObjectNode) Json.MAPPER.readTree("{\"elicitation\":{\"form\":{}}}"),
        null,
        _ -> {},
        _ -> {},
        new Cancellation(),
        null);
  }

  private static Exchange exchange(String params) {
    return exchange(ALICE, params);
  }

  @Test
  void whatIsReadIsWhatWasKept() {
    String text =
        KeptCall.of(
                exchange(
                    """
                    {"name":"query","arguments":{"sql":"select '\\u0000é'","params":[1.50]},
                     "_meta":{"progressToken":1},"task":{}}"""),
                true,
                LARGE)
            .orElseThrow();

    KeptCall kept = KeptCall.read(text).orElseThrow();

    assertThat(kept.again()).isTrue();
    Exchange again = kept.exchange();
    assertThat(again.caller()).isEqualTo(ALICE);
    assertThat(again.revision()).isEqualTo(Revision.V2025_11_25);
    assertThat(again.supports(Question.Kind.ELICITATION)).isTrue();
    assertThat(again.supports(Question.Kind.SAMPLING)).isFalse();
    assertThat(again.request().method()).isEqualTo("tools/call");
    assertThat(again.params().toString())
        .isEqualTo(
            "{\"name\":\"query\",\"arguments\":{\"sql\":\"select '\\u0000é'\",\"params\":[1.50]}}");
  }

  @Test
  void theLocalCallerIsKeptAsThatAndNobodyElseIs() {
    String local =
        KeptCall.of(exchange(Caller.LOCAL, "{\"name\":\"a\"}"), false, LARGE).orElseThrow();
    String named =
        KeptCall.of(exchange(new Caller("local"), "{\"name\":\"a\"}"), false, LARGE).orElseThrow();

    assertThat(KeptCall.read(local).orElseThrow().caller()).isEqualTo(Caller.LOCAL);
    assertThat(KeptCall.read(named).orElseThrow().caller().local()).isFalse();
    assertThat(KeptCall.read(named).orElseThrow().again()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\",\"requestState\":\"sealed\"}",
        "{\"name\":\"a\",\"inputResponses\":{}}",
        "{\"name\":\"a\",\"arguments\":{\"sql\":\"\\ud800\"}}"
      })
  void whatOnlyThisServerCanRunIsNotKept(String params) {
    assertThat(KeptCall.of(exchange(params), true, LARGE)).isEmpty();
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    String params = "{\"name\":\"a\",\"arguments\":{\"sql\":\"%s\"}}".formatted("é".repeat(1_000));

    assertThat(KeptCall.of(exchange(params), true, 2_000)).isEmpty();
    assertThat(KeptCall.of(exchange(params), true, 3_000)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[", "7", "{\"version\":2}", "{\"version\":1}"})
  void whatAnotherVersionWroteIsNotRead(String kept) {
    assertThat(KeptCall.read(kept)).isEmpty();
  }
}
