package dev.howdah.tool;

import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import tools.jackson.databind.node.ObjectNode;

/** A tool that only those callers have whose role says so. */
public record OfferedTool(ToolHandler tool, Permissions permissions) implements ToolHandler {

  @Override
  public ToolDescriptor descriptor() {
    return tool.descriptor();
  }

  @Override
  public ToolDescriptor descriptor(Caller caller) {
    return tool.descriptor(caller);
  }

  @Override
  public boolean offeredTo(Caller caller) {
    return tool.offeredTo(caller) && permissions.offers(caller, descriptor().name());
  }

  @Override
  public TaskSupport taskSupport() {
    return tool.taskSupport();
  }

  @Override
  public ToolResult call(ObjectNode arguments, Call call) {
    return tool.call(arguments, call);
  }
}
