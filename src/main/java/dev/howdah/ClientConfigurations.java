package dev.howdah;

/** What to paste into the common clients. */
final class ClientConfigurations {

  private ClientConfigurations() {}

  /**
   * The configurations.
   *
   * @param launcher the command that starts Howdah
   * @param url where it serves HTTP now
   */
  static String of(String launcher, String url) {
    String command = launcher.replace("\\", "\\\\").replace("\"", "\\\"");
    return """
    Let a client start it (stdio):

      Claude Code   claude mcp add howdah -- "%1$s" demo
      Cursor        in .cursor/mcp.json
                    {"mcpServers": {"howdah": {"command": "%1$s", "args": ["demo"]}}}
      VS Code       in .vscode/mcp.json
                    {"servers": {"howdah": {"type": "stdio", "command": "%1$s", "args": ["demo"]}}}
      Inspector     npx @modelcontextprotocol/inspector@2 "%1$s" demo

    Or connect to this one (HTTP):

      Claude Code   claude mcp add --transport http howdah %2$s
      Cursor        {"mcpServers": {"howdah": {"url": "%2$s"}}}
      VS Code       {"servers": {"howdah": {"type": "http", "url": "%2$s"}}}

    Your own database: "%1$s" serve --dsn postgresql://user@host/database

    """
        .formatted(command, url);
  }
}
