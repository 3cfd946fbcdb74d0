package dev.howdah.mcp;

import dev.howdah.task.TaskId;
import tools.jackson.databind.node.ObjectNode;

/** The reserved keys of {@code _meta} (MCP 2026-07-28, Overview). */
public final class Meta {

  public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
  static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
  static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
  static final String PROGRESS_TOKEN = "progressToken";

  /** Of 2025-11-25, Tasks; the extension has no such thing. */
  private static final String RELATED_TASK = "io.modelcontextprotocol/related-task";

  private Meta() {}

  /** Says which task a message belongs to. */
  static void relate(ObjectNode resultOrParams, TaskId task) {
    resultOrParams.withObject("_meta").putObject(RELATED_TASK).put("taskId", task.value());
  }
}
