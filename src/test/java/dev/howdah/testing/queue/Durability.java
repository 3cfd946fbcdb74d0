package dev.howdah.testing.queue;

import java.util.List;

/** Which of PgQueuer's tables a crash of the server may empty; {@code P} is the queue's. */
public enum Durability {
  VOLATILE("P P_log P_statistics P_schedules"),
  BALANCED("P_log P_statistics"),
  DURABLE("");

  private final String unlogged;

  Durability(String unlogged) {
    this.unlogged = unlogged;
  }

  List<String> unlogged() {
    return unlogged.isEmpty() ? List.of() : List.of(unlogged.split(" ", -1));
  }
}
