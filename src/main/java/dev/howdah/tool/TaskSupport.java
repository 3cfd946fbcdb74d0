package dev.howdah.tool;

import java.util.Locale;

/** Whether a call of a tool may outlive its request, as a task. */
public enum TaskSupport {
  /** Never: it is quick. */
  FORBIDDEN,
  /** Where the client can take a task and the call lasts. */
  OPTIONAL,
  /** Always: a client that cannot take a task cannot call it. */
  REQUIRED;

  /** The name in {@code execution.taskSupport} (MCP 2025-11-25, Tasks). */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
