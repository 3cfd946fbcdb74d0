package dev.howdah.tool;

import tools.jackson.databind.node.ObjectNode;

/** A tool as the protocol sees it: described and called in JSON. */
public interface ToolHandler {

  ToolDescriptor descriptor();

  /**
   * Runs the tool on unchecked arguments; see {@link Tool#call}.
   *
   * @param arguments as the client sent them, empty when it sent none
   */
  ToolResult call(ObjectNode arguments, Call call);
}
