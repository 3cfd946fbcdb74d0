package dev.howdah.task.queue.postgres;

import dev.howdah.task.queue.Callback;
import dev.howdah.task.queue.Registration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Who waits for messages of which task, by a mark that can be shown to anybody. Thread-safe. */
final class Waiting {

  private static final int MARK = 16;

  private final String queue;
  private final Map<String, List<Callback>> actions = new HashMap<>();

  Waiting(String queue) {
    this.queue = queue;
  }

  /**
   * Stands for a task in a notification, which every role of the database can hear, while a task's
   * id is for those only whose task it is.
   */
  String mark(String taskId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((queue + " " + taskId).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, MARK);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  synchronized Registration add(String taskId, Callback mine) {
    String mark = mark(taskId);
    actions.computeIfAbsent(mark, _ -> new ArrayList<>()).add(mine);
    return () -> remove(mark, mine);
  }

  private synchronized void remove(String mark, Callback action) {
    action.close();
    actions.computeIfPresent(
        mark,
        (_, all) -> {
          all.remove(action);
          return all.isEmpty() ? null : all;
        });
  }

  synchronized boolean anybody() {
    return !actions.isEmpty();
  }

  synchronized void tell(String mark) {
    actions.getOrDefault(mark, List.of()).forEach(Callback::tell);
  }

  synchronized void tellAll() {
    actions.values().forEach(all -> all.forEach(Callback::tell));
  }
}
