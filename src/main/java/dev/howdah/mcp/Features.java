package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation.Registration;
import dev.howdah.tool.LiveResources;
import dev.howdah.tool.Prompt;
import dev.howdah.tool.Resource;
import dev.howdah.tool.ToolHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tools, resources and prompts a server offers, in the order clients see them.
 *
 * <p>They may change while the server runs; whoever listens is told after the change. Thread-safe.
 */
public final class Features {

  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private volatile List<ToolHandler> tools;
  private volatile List<Resource> resources;
  private volatile List<Prompt> prompts;
  private final Map<String, String> withheld;
  private final LiveResources live;

  public Features(List<ToolHandler> tools, List<Resource> resources, List<Prompt> prompts) {
    this(tools, Map.of(), resources, LiveResources.NONE, prompts);
  }

  /**
   * Features with resources that come and go.
   *
   * @param withheld names of tools that are not there, and a sentence that says why
   */
  public Features(
      List<ToolHandler> tools,
      Map<String, String> withheld,
      List<Resource> resources,
      LiveResources live,
      List<Prompt> prompts) {
    this.withheld = Map.copyOf(withheld);
    this.live = live;
    this.tools = List.copyOf(tools);
    this.resources = List.copyOf(resources);
    this.prompts = List.copyOf(prompts);
  }

  public List<ToolHandler> tools() {
    return tools;
  }

  /** The tools that a caller has. */
  List<ToolHandler> tools(Caller caller) {
    return tools.stream().filter(tool -> tool.offeredTo(caller)).toList();
  }

  /** The resources and the templates of resources. */
  public List<Resource> resources() {
    return resources;
  }

  /** Those that a caller has. */
  List<Resource> resources(Caller caller) {
    return resources.stream().filter(resource -> has(caller, resource.tool())).toList();
  }

  /** What else a caller finds in the list of resources. */
  LiveResources live(Caller caller) {
    return has(caller, live.tool()) ? live : LiveResources.NONE;
  }

  /** Whether clients are told when resources change. */
  boolean watchesResources() {
    return live.watches();
  }

  private boolean has(Caller caller, @Nullable String tool) {
    return tool == null || tool(tool).filter(each -> each.offeredTo(caller)).isPresent();
  }

  public List<Prompt> prompts() {
    return prompts;
  }

  /** Those that a caller has. */
  List<Prompt> prompts(Caller caller) {
    return prompts.stream()
        .filter(prompt -> prompt.tools().stream().allMatch(tool -> has(caller, tool)))
        .toList();
  }

  Optional<ToolHandler> tool(String name) {
    return tools.stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
  }

  /** Why a tool is not there, if that is known. */
  Optional<String> withheld(String name) {
    return Optional.ofNullable(withheld.get(name));
  }

  Optional<Prompt> prompt(Caller caller, String name) {
    return prompts(caller).stream().filter(prompt -> prompt.name().equals(name)).findFirst();
  }

  /** Replaces the tools. */
  public synchronized void changeTools(UnaryOperator<List<ToolHandler>> change) {
    tools = List.copyOf(change.apply(new ArrayList<>(tools)));
    tell(new Change.ListChanged(Kind.TOOLS));
  }

  /** Replaces the resources. */
  public synchronized void changeResources(UnaryOperator<List<Resource>> change) {
    resources = List.copyOf(change.apply(new ArrayList<>(resources)));
    tell(new Change.ListChanged(Kind.RESOURCES));
  }

  /** Replaces the prompts. */
  public synchronized void changePrompts(UnaryOperator<List<Prompt>> change) {
    prompts = List.copyOf(change.apply(new ArrayList<>(prompts)));
    tell(new Change.ListChanged(Kind.PROMPTS));
  }

  /** Says that what a resource holds is no longer what it was. */
  public void resourceUpdated(String uri) {
    tell(new Change.ResourceUpdated(uri));
  }

  Registration onChange(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** What there are lists of. */
  enum Kind {
    TOOLS("tools"),
    RESOURCES("resources"),
    PROMPTS("prompts");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    String changedMethod() {
      return "notifications/" + wireName + "/list_changed";
    }

    /** The property of a subscription's filter. */
    String filter() {
      return wireName + "ListChanged";
    }
  }

  /** Something a client may want to know. */
  sealed interface Change {
    record ListChanged(Kind kind) implements Change {}

    record ResourceUpdated(String uri) implements Change {}
  }
}
