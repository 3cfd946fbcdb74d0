package dev.howdah.tool;

import dev.howdah.auth.Caller;
import dev.howdah.db.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Tool} as the protocol calls it: arguments are checked before, the result is shown after.
 */
public final class TypedTool<A extends Record, R extends Record> implements ToolHandler {

  private final Tool<A, R> tool;
  private final ToolSpec<A, R> spec;
  private final @Nullable Sessions sessions;
  private @Nullable ToolDescriptor descriptor;

  private TypedTool(Tool<A, R> tool, @Nullable Sessions sessions) {
    this.tool = tool;
    this.sessions = sessions;
    this.spec = tool.spec();
  }

  public static <A extends Record, R extends Record> TypedTool<A, R> of(Tool<A, R> tool) {
    return new TypedTool<>(tool, null);
  }

  /** The same, which tells each caller the names of the databases it may ask. */
  public static <A extends Record, R extends Record> TypedTool<A, R> of(
      Tool<A, R> tool, Sessions sessions) {
    return new TypedTool<>(tool, sessions);
  }

  @Override
  public synchronized ToolDescriptor descriptor() {
    if (descriptor == null) {
      descriptor =
          new ToolDescriptor(
              spec.name(),
              spec.title(),
              spec.description(),
              Schemas.input(spec.arguments(), spec.common()),
              Schemas.output(spec.result()),
              spec.hints());
    }
    return descriptor;
  }

  @Override
  public ToolDescriptor descriptor(Caller caller) {
    ToolDescriptor same = descriptor();
    if (sessions == null || !spec.usesDatabase()) {
      return same;
    }
    List<Database> databases = sessions.open(caller);
    return databases.size() < 2
        ? same
        : same.withInput(DatabaseArgument.in(same.inputSchema(), databases));
  }

  @Override
  public TaskSupport taskSupport() {
    return spec.tasks();
  }

  @Override
  public ToolResult call(ObjectNode arguments, Call call) {
    A read = Arguments.read(spec.arguments(), arguments, spec.common());
    R result = tool.call(read, call);
    if (result instanceof WithContent own) {
      return own.content().isEmpty()
          ? ToolResult.structured(result, false)
          : new ToolResult(own.content(), result, false);
    }
    Format format = TextLists.asked(read);
    if (format != Format.JSON) {
      return new ToolResult(TextLists.of(result, format), result, false);
    }
    return ToolResult.structured(result, false);
  }

  /** A result that may bring its own content. */
  public interface WithContent {
    /** The content for the model; empty for the structured content as compact JSON. */
    List<Content> content();
  }
}
