package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That our classes and flat code answer as the module does elsewhere, byte for byte. */
class EqualityTest {

  @ParameterizedTest
  @EnumSource
  void answersAsNodeJsDoes(Grammar grammar) throws Exception {
    List<String> texts = Corpus.texts();
    List<String> expected = NodeJs.answers(grammar, texts);

    List<String> differ = onLargeStack(() -> differing(new Engine(grammar), texts, expected));

    assertThat(expected).hasSameSizeAs(texts);
    assertThat(differ).isEmpty();
  }

  private static List<String> differing(Engine engine, List<String> texts, List<String> expected) {
    Sandbox sandbox = new Sandbox(engine);
    List<String> differ = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      byte[] text = texts.get(i).getBytes(StandardCharsets.UTF_8);
      if (!Answers.hash(sandbox.parse(text)).equals(expected.get(i))) {
        differ.add(texts.get(i));
      }
    }
    return differ;
  }

  /** Every tree is read: no field of it is unknown, no node without its kind. */
  @ParameterizedTest
  @EnumSource
  void readsEveryTree(Grammar grammar) throws Exception {
    List<String> unread = onLargeStack(() -> unread(new Engine(grammar), Corpus.texts()));

    assertThat(unread).isEmpty();
  }

  private static List<String> unread(Engine engine, List<String> texts) {
    Sandbox sandbox = new Sandbox(engine);
    TreeReader reader = new TreeReader();
    List<String> unread = new ArrayList<>();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (sandbox.parse(bytes) instanceof Sandbox.Answer.Json json) {
        try {
          reader.read(json.text(), bytes.length);
        } catch (RuntimeException e) {
          unread.add(e.getMessage() + ": " + text);
        }
      }
    }
    return unread;
  }

  private static <T> T onLargeStack(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    new Thread(null, future, "parser", 16 << 20).start();
    return future.get();
  }
}
