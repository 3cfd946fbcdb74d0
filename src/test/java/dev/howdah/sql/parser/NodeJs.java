package dev.howdah.sql.parser;

import dev.howdah.testing.Npm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The same parser, run by Node.js. */
final class NodeJs {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private NodeJs() {}

  /** The folder of the package that the build compiled. */
  static Path folder(Grammar grammar) {
    return Path.of("target", "parser", "node_modules", "libpg-query-" + grammar.version() / 10_000)
        .toAbsolutePath();
  }

  /** The hash of the answer to each text, as {@link Answers} has it. */
  static List<String> answers(Grammar grammar, List<String> texts) {
    try {
      Path scratch = Files.createTempDirectory("howdah-answers");
      Path in = scratch.resolve("texts.json");
      Path out = scratch.resolve("answers");
      try {
        Files.write(in, new JsonMapper().writeValueAsBytes(texts));
        Npm.installed()
            .node("parse.mjs", folder(grammar).toString(), in.toString(), out.toString())
            .run(LIMIT)
            .expectExit(0);
        return Files.readAllLines(out);
      } finally {
        Files.deleteIfExists(in);
        Files.deleteIfExists(out);
        Files.delete(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
