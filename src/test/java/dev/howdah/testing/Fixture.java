package dev.howdah.testing;

import dev.howdah.mcp.Features;
import dev.howdah.mcp.Identity;
import dev.howdah.mcp.McpServer;
import dev.howdah.tool.Seal;
import dev.howdah.tool.ToolHandler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The features that the official conformance suite and our own protocol tests call by name. */
public final class Fixture {

  /** All lists of the fixture fit on one page of this size, as the suite expects. */
  public static final int PAGE_SIZE = 100;

  public static final Identity IDENTITY =
      new Identity("howdah-fixture", "Howdah Fixture", "1.0.0", "For tests.");

  private Fixture() {}

  public static Features features() {
    Features features = new Features(List.of(), FixtureResource.all(), FixturePrompt.all());
    List<ToolHandler> tools = new ArrayList<>(ContentTools.all());
    tools.addAll(AskingTools.all());
    tools.add(
        FixtureTool.of(
            "test_trigger_tool_change",
            "Tells that the tools have changed.",
            _ -> {
              features.changeTools(same -> same);
              return FixtureTool.text("Mutation triggered");
            }));
    tools.add(
        FixtureTool.of(
            "test_trigger_prompt_change",
            "Tells that the prompts have changed.",
            _ -> {
              features.changePrompts(same -> same);
              return FixtureTool.text("Mutation triggered");
            }));
    tools.addAll(ProtocolTools.all());
    features.changeTools(_ -> tools);
    return features;
  }

  /** A server of these features whose seal no other server shares. */
  public static McpServer server(Features features) {
    return server(features, InstantSource.system(), PAGE_SIZE);
  }

  public static McpServer server(Features features, InstantSource clock, int pageSize) {
    return new McpServer(IDENTITY, features, Seal.random(), clock, pageSize);
  }
}
