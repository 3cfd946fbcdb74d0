package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.transport.http.HttpPeer.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP 2025-11-25, Transports, Resumability and Redelivery. */
@Timeout(300)
class ResumingTest {

  private final HttpFixture http = new HttpFixture();

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Revision.class,
      names = {"V2025_03_26", "V2025_06_18", "V2025_11_25"})
  void onlyTheNewestSessionsBeginAStreamWithAnIdAlone(Revision revision) throws IOException {
    String session = http.session(revision);

    try (HttpPeer call = http.call(session, 1, "test_gate")) {
      Event first = call.event().orElseThrow();

      assertThat(first.data().isEmpty()).isEqualTo(revision == Revision.V2025_11_25);
      assertThat(first.id()).isEqualTo(first.data().isEmpty() ? "1-0" : "1-1");
    }
  }

  @Test
  void everyEventOfASessionHasAnIdOfItsOwn() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    List<Event> one = messages(http.call(session, 1, "test_tool_with_progress"));
    List<Event> other = messages(http.call(session, 2, "test_tool_with_progress"));

    assertThat(one).extracting(Event::id).containsExactly("1-1", "1-2", "1-3", "1-4");
    assertThat(other).extracting(Event::id).containsExactly("2-1", "2-2", "2-3", "2-4");
  }

  @Test
  void theEventsOfARequestThatStandsAloneHaveNoIds() throws IOException {
    assertThat(messages(http.callAlone("test_tool_with_progress")))
        .hasSize(4)
        .allSatisfy(event -> assertThat(event.id()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aStreamContinuesExactlyBehindTheEventThatIsNamed(int last) throws IOException {
    String session = http.session(Revision.V2025_11_25);
    List<Event> all = messages(http.call(session, 1, "test_tool_with_progress"));
    messages(http.call(session, 2, "test_tool_with_progress"));

    List<Event> rest = messages(http.get(session, "Last-Event-ID: 1-" + last));

    assertThat(rest).isEqualTo(all.subList(last, all.size()));
  }

  @Test
  void aClientThatVanishedDuringACallGetsItsAnswerLater() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer call = http.call(session, 1, "test_gate")) {
      assertThat(call.message().id()).isEqualTo("1-1");
    }
    http.openGate();

    // Both before and after the answer was written into the void, which the server cannot know.
    for (int i = 0; i < 3; i++) {
      List<Event> rest = messages(http.get(session, "Last-Event-ID: 1-1"));

      assertThat(rest).extracting(Event::id).containsExactly("1-2");
      assertThat(rest.getFirst().json().at("/id").asInt()).isEqualTo(1);
      assertThat(rest.getFirst().data()).contains("through");
    }
  }

  @Test
  void aStreamCanBeResumedWhileItsOldConnectionHangs() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer hanging = http.call(session, 1, "test_gate")) {
      assertThat(hanging.message().id()).isEqualTo("1-1");
      try (HttpPeer second = http.get(session, "Last-Event-ID: 1-0")) {
        assertThat(second.message().id()).isEqualTo("1-1");
        assertThat(hanging.messages()).isEmpty();
      }
      try (HttpPeer third = http.get(session, "Last-Event-ID: 1-1")) {
        assertThat(third.status()).isEqualTo(200);
        http.openGate();

        assertThat(third.messages()).extracting(Event::id).containsExactly("1-2");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-5",
        "1--1",
        "1-",
        "-1",
        "9-0",
        "1",
        "x",
        "1-x",
        "0-1",
        "1-99999999999999999999"
      })
  void anIdThatWasNeverGivenOutIsRefused(String id) throws IOException {
    String session = http.session(Revision.V2025_11_25);
    messages(http.call(session, 1, "test_tool_with_progress"));

    try (HttpPeer refused = http.get(session, "Last-Event-ID: " + id)) {
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.json().at("/error/message").asString()).contains(id);
    }
  }

  @Test
  void anIdOfAnotherSessionSaysNothingOfThatSession() throws IOException {
    String mine = http.session(Revision.V2025_11_25);
    String other = http.session(Revision.V2025_11_25);
    messages(http.call(other, 1, "test_tool_with_progress"));

    try (HttpPeer refused = http.get(mine, "Last-Event-ID: 1-1")) {
      assertThat(refused.status()).isEqualTo(404);
    }
  }

  @Test
  void onlyTheLastEventsAreKept() throws IOException {
    CountDownLatch sent = new CountDownLatch(1);
    http.add(
        "test_talks",
        call -> {
          for (int i = 1; i <= 20; i++) {
            call.progress(i, null, null);
          }
          sent.countDown();
          return HttpFixture.text("done");
        });
    String session = http.session(Revision.V2025_11_25);
    assertThat(messages(http.call(session, 1, "test_talks"))).hasSize(21);
    HttpFixture.await(sent);

    assertThat(messages(http.get(session, "Last-Event-ID: 1-0")))
        .extracting(Event::id)
        .containsExactly("1-14", "1-15", "1-16", "1-17", "1-18", "1-19", "1-20", "1-21");
  }

  @Test
  void onlyTheLastStreamsAreKept() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    for (int i = 1; i <= 17; i++) {
      messages(http.call(session, i, "test_tool_with_progress"));
    }

    try (HttpPeer gone = http.get(session, "Last-Event-ID: 1-0");
        HttpPeer kept = http.get(session, "Last-Event-ID: 3-0")) {
      assertThat(gone.status()).isEqualTo(404);
      assertThat(kept.messages()).hasSize(4);
    }
  }

  @Test
  void newsWaitsForAClientAndIsNotTakenAlongTwice() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    http.features.changeTools(same -> same);
    try (HttpPeer stream = http.get(session)) {
      assertThat(stream.event().orElseThrow().id()).isEqualTo("0-0");
      assertThat(stream.message().method()).isEqualTo("notifications/tools/list_changed");
      http.features.changePrompts(same -> same);
      assertThat(stream.message().method()).isEqualTo("notifications/prompts/list_changed");
    }
    HttpFixture.await(() -> newsBegins(session).equals("0-2"));

    try (HttpPeer again = http.get(session)) {
      http.features.changeResources(same -> same);
      assertThat(again.message().id()).isEqualTo("0-3");
    }
    try (HttpPeer resumed = http.get(session, "Last-Event-ID: 0-2")) {
      assertThat(resumed.message().method()).isEqualTo("notifications/resources/list_changed");
    }
  }

  /** The id of the event that a fresh stream of news begins with. */
  private String newsBegins(String session) {
    try (HttpPeer stream = http.get(session)) {
      return stream.event().orElseThrow().id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSecondStreamOfNewsEndsTheFirst() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer first = http.get(session)) {
      assertThat(first.event()).isPresent();
      try (HttpPeer second = http.get(session)) {
        assertThat(first.event()).isEmpty();
        http.features.changeTools(same -> same);

        assertThat(second.message().id()).isEqualTo("0-1");
      }
    }
  }

  @Test
  void newsNeverComesOnTheStreamOfARequest() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer call = http.call(session, 1, "test_gate")) {
      call.message();
      http.features.changeTools(same -> same);
      http.openGate();

      assertThat(call.messages()).hasSize(1);
    }
  }

  private static List<Event> messages(HttpPeer peer) throws IOException {
    try (peer) {
      assertThat(peer.status()).isEqualTo(200);
      return peer.messages();
    }
  }
}
