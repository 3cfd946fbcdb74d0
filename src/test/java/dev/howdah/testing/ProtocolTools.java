package dev.howdah.testing;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import dev.howdah.tool.ToolSpec;
import dev.howdah.tool.TypedTool;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The tools that only our own protocol tests need. */
final class ProtocolTools {

  private ProtocolTools() {}

  static List<ToolHandler> all() {
    return List.of(
        TypedTool.of(new Add()),
        FixtureTool.of(
            "test_link",
            "Returns a link.",
            _ ->
                ToolResult.of(
                    new Content.Link(
                        "test://static-text", "static-text", "A link.", "text/plain"))),
        FixtureTool.of(
            "test_until_cancelled",
            "Logs that it has started, and runs until it is cancelled.",
            ProtocolTools::untilCancelled),
        FixtureTool.of(
            "test_fault",
            "Has a bug.",
            _ -> {
              throw new IllegalStateException("a secret that no client may see");
            }));
  }

  private static ToolResult untilCancelled(Call call) {
    CountDownLatch cancelled = new CountDownLatch(1);
    call.progress(0, null, null);
    try (var _ = call.cancellation().onCancel(cancelled::countDown)) {
      cancelled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    call.progress(1, null, "This comes too late");
    throw new CallException(ErrorCode.CANCELLED, "The call was cancelled.");
  }

  /** A typed tool: structured content, a title and annotations. */
  private static final class Add implements Tool<Add.Numbers, Add.Sum> {

    record Numbers(@Param("The first.") long first, @Param("The second.") long second) {}

    record Sum(@Param("Their sum.") long sum) {}

    @Override
    public ToolSpec<Numbers, Sum> spec() {
      return ToolSpec.readOnly("test_add", "Add", "Adds two numbers.", Numbers.class, Sum.class)
          .withoutDatabase();
    }

    @Override
    public Sum call(Numbers numbers, Call call) {
      return new Sum(numbers.first() + numbers.second());
    }
  }
}
