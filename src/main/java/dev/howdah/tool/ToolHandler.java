package dev.howdah.tool;

import dev.howdah.auth.Caller;
import tools.jackson.databind.node.ObjectNode;

/** A tool as the protocol sees it: described and called in JSON. */
public interface ToolHandler {

  ToolDescriptor descriptor();

  /** The same as this caller is told it; what names databases names only the caller's. */
  default ToolDescriptor descriptor(Caller caller) {
    return descriptor();
  }

  /** Whether the caller has it; to others it does not exist. */
  default boolean offeredTo(Caller caller) {
    return true;
  }

  /**
   * Whether a call may become a task. The argument {@code background} of such a tool is for the
   * protocol, see {@link ToolSpec#tasks}.
   */
  default TaskSupport taskSupport() {
    return TaskSupport.FORBIDDEN;
  }

  /**
   * Runs the tool on unchecked arguments; see {@link Tool#call}.
   *
   * @param arguments as the client sent them, empty when it sent none
   */
  ToolResult call(ObjectNode arguments, Call call);
}
