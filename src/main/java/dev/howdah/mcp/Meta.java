package dev.howdah.mcp;

/** The reserved keys of {@code _meta} (MCP 2026-07-28, Overview). */
public final class Meta {

  public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
  static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
  static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
  static final String PROGRESS_TOKEN = "progressToken";

  private Meta() {}
}
