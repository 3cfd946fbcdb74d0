package dev.howdah.task.queue;

/** The id of a JSON-RPC request: a text or an integer (JSON-RPC 2.0, Request object). */
public sealed interface RequestId {

  /** An id in quotes. */
  record Text(String value) implements RequestId {}

  /** An id without quotes. */
  record Numeric(long value) implements RequestId {}
}
