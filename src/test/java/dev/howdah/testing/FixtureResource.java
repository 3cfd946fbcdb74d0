package dev.howdah.testing;

import dev.howdah.tool.Call;
import dev.howdah.tool.Content.ResourceContents;
import dev.howdah.tool.Resource;
import dev.howdah.tool.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The conformance suite's resources. */
record FixtureResource(
    String uri,
    String name,
    String mimeType,
    BiFunction<String, Map<String, String>, ResourceContents> contents)
    implements Resource {

  static List<Resource> all() {
    return List.of(
        text("test://static-text", "This is the content of the static text resource."),
        new FixtureResource(
            "test://static-binary",
            "static-binary",
            "image/png",
            (uri, _) -> ResourceContents.blob(uri, "image/png", ContentTools.PNG)),
        text("test://watched-resource", "Watched resource content"),
        new FixtureResource(
            "test://template/{id}/data",
            "template",
            "application/json",
            (uri, variables) ->
                ResourceContents.text(
                    uri,
                    "application/json",
                    "{\"id\":\"%1$s\",\"templateTest\":true,\"data\":\"Data for ID: %1$s\"}"
                        .formatted(variables.get("id")))));
  }

  static FixtureResource text(String uri, String text) {
    return new FixtureResource(
        uri,
        uri.substring("test://".length()),
        "text/plain",
        (asked, _) -> ResourceContents.text(asked, "text/plain", text));
  }

  @Override
  public String description() {
    return "A resource for testing.";
  }

  @Override
  public List<ResourceContents> read(String uri, Map<String, String> variables, Call call) {
    return List.of(contents.apply(uri, variables));
  }

  /** As many numbers as there are below a thousand that begin so. */
  @Override
  public Suggestions complete(String variable, String value, Map<String, String> known, Call call) {
    return Suggestions.of(
        IntStream.range(0, 1_000)
            .mapToObj(Integer::toString)
            .filter(number -> number.startsWith(value))
            .toList());
  }
}
