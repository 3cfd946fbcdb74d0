package dev.howdah.testing;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.mcp.Features;
import dev.howdah.tool.Call;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.ToolDescriptor;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import dev.howdah.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that only reads, whose calls say how far they are, and last until the test lets them go or
 * somebody cancels them: for what has to happen before they end, however slow the machine is.
 */
public record HeldTool(CompletableFuture<Void> end) implements ToolHandler {

  public static final String NAME = "held";

  public HeldTool() {
    this(new CompletableFuture<>());
  }

  /** The fixture with this tool. */
  public Features features() {
    Features features = Fixture.features();
    features.changeTools(
        tools -> {
          List<ToolHandler> more = new ArrayList<>(tools);
          more.add(this);
          return more;
        });
    return features;
  }

  /** Lets all calls end, those that come later as well. */
  public void letGo() {
    end.complete(null);
  }

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        NAME,
        null,
        "Lasts until it is let go.",
        FixtureTool.json("{\"type\":\"object\",\"properties\":{}}"),
        null,
        ToolSpec.Hints.READ_ONLY);
  }

  @Override
  public TaskSupport taskSupport() {
    return TaskSupport.OPTIONAL;
  }

  @Override
  public ToolResult call(ObjectNode arguments, Call call) {
    call.progress(1, 2.0, "half of it");
    var well = new CompletableFuture<Boolean>();
    var _ = end.thenRun(() -> well.complete(true));
    try (var _ = call.cancellation().onCancel(() -> well.complete(false))) {
      if (!well.join()) {
        throw new CallException(ErrorCode.CANCELLED, "The call was cancelled.");
      }
    }
    return FixtureTool.text("Let go.");
  }
}
