package dev.howdah.task.queue;

import java.util.LinkedHashMap;
import java.util.Map;

/** The messages that were acknowledged last, so that a repeated one is known. Thread-safe. */
public final class RecentIds {

  private final Map<String, Boolean> ids;

  /** Remembers at most that many. */
  public RecentIds(int most) {
    this.ids =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  public synchronized void add(String taskId, String messageId) {
    ids.put(key(taskId, messageId), true);
  }

  public synchronized boolean has(String taskId, String messageId) {
    return ids.containsKey(key(taskId, messageId));
  }

  private static String key(String taskId, String messageId) {
    // A task's id has no space.
    return taskId + " " + messageId;
  }
}
