package dev.howdah.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {

  @Test
  void isRandomInAtLeast128Bits() {
    Set<TaskId> ids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      TaskId id = TaskId.random();
      ids.add(id);
      assertThat(id.value()).hasSize(32).matches("[A-Za-z0-9_-]*");
      assertThat(TaskId.parse(id.value())).contains(id);
    }
    assertThat(ids).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "'; drop table howdah.task; --",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' or 1=1",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void nothingElseNamesATask(String text) {
    assertThat(TaskId.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new TaskId(text));
  }

  @Test
  void saysItsSignalAndNotItself() {
    TaskId id = new TaskId("abcdefghijklmnopqrstuvwxyz012345");

    assertThat(id.signal()).hasSize(32).matches("[0-9a-f]*");
    assertThat(id.signal()).isEqualTo(new TaskId(id.value()).signal());
    assertThat(id.signal()).isNotEqualTo(TaskId.random().signal());
  }
}
