package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SandboxTest {

  /** Room in pages after the first and the second half of the texts. */
  private record Room(int half, int all) {}

  @ParameterizedTest
  @EnumSource
  void manyTextsNeedNoMoreRoomThanTheLargestOfThem(Grammar grammar) throws Exception {
    List<byte[]> texts =
        Corpus.texts().stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    FutureTask<Room> room =
        new FutureTask<>(
            () -> {
              Sandbox sandbox = new Sandbox(new Engine(grammar));
              texts.forEach(sandbox::parse);
              int half = sandbox.pages();
              texts.reversed().forEach(sandbox::parse);
              return new Room(half, sandbox.pages());
            });
    new Thread(null, room, "parser", 16 << 20).start();

    assertThat(texts).hasSizeGreaterThan(20_000);
    assertThat(room.get().half()).isLessThanOrEqualTo(Worker.MOST_PAGES);
    assertThat(room.get().all()).isEqualTo(room.get().half());
  }
}
