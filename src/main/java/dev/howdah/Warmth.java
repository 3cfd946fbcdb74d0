package dev.howdah;

import dev.howdah.db.Gates;
import dev.howdah.sql.parser.Parsers;
import dev.howdah.transport.stdio.StdioTransport;

/** Gets the gate ready before the first statement comes, in nobody's way. */
final class Warmth implements StdioTransport.Late {

  private final Parsers parsers;
  private final Gates gates;
  private volatile boolean ready;

  Warmth(Parsers parsers, Gates gates) {
    this.parsers = parsers;
    this.gates = gates;
  }

  @Override
  public void start() {
    Thread.ofPlatform().daemon().name("warm").start(this::warm);
  }

  private void warm() {
    parsers.warm();
    gates.warm();
    ready = true;
  }

  @Override
  public boolean ready() {
    return ready;
  }
}
