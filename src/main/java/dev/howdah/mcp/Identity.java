package dev.howdah.mcp;

import dev.howdah.tool.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the server introduces itself.
 *
 * @param instructions guidance for the model on using the server's features together
 */
public record Identity(String name, String title, String version, String instructions) {

  ObjectNode toJson(Revision revision) {
    ObjectNode json = Json.object().put("name", name).put("version", version);
    return revision.atLeast(Revision.V2025_06_18) ? json.put("title", title) : json;
  }
}
