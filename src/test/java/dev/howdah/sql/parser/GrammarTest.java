package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** That what we compile is what was examined, and that its names mean what we say. */
class GrammarTest {

  private static final Map<String, String> OURS =
      Map.of(
          "_wasm_parse_query_raw", "parse",
          "_wasm_free_parse_result", "free_result",
          "_malloc", "malloc",
          "_free", "free",
          "_setThrew", "set_threw",
          "__emscripten_stack_restore", "stack_restore",
          "_emscripten_stack_get_current", "stack_get",
          "wasmMemory", "memory",
          "wasmTable", "table");

  @ParameterizedTest
  @CsvSource({
    "POSTGRES_17, 06fbfc24bcc98298770019a0bc4b715726a6b8fdbf1fcc1a4476a77512b000ac",
    "POSTGRES_18, 378b64e6182f65c71ad5dbd2c31c81e9dfed7d2f2debfb4b51c0d0de8fa2ae36"
  })
  void theModuleIsTheOneThatWasExamined(Grammar grammar, String sha256) throws IOException {
    Path module = NodeJs.folder(grammar).resolve("wasm/libpg-query.wasm");

    assertThat(Answers.hash(Files.readAllBytes(module))).isEqualTo(sha256);
  }

  @ParameterizedTest
  @EnumSource
  void importsAreNamedAsInThePackage(Grammar grammar) throws IOException {
    Map<String, String> theirs = new TreeMap<>();
    var list = Pattern.compile("wasmImports=\\{([^}]*)}").matcher(script(grammar));
    assertThat(list.find()).isTrue();
    for (String pair : list.group(1).split(",", -1)) {
      String name = pair.substring(pair.indexOf(':') + 1);
      theirs.put(
          pair.substring(0, pair.indexOf(':')),
          name.replaceAll("^_*(emscripten_)?(runtime_)?", "").replaceAll("_(js|clear)$", ""));
    }

    assertThat(grammar.imports()).isEqualTo(named(theirs));
  }

  private static Map<String, String> named(Map<String, String> theirs) {
    theirs.replaceAll((key, name) -> name.replace("keepalive_clear", "keepalive"));
    return theirs;
  }

  @ParameterizedTest
  @EnumSource
  void exportsAreNamedAsInThePackage(Grammar grammar) throws IOException {
    var name =
        Pattern.compile("(?:Module\\[\"(\\w+)\"]|\\b(\\w+))=wasmExports\\[\"(\\w+)\"]")
            .matcher(script(grammar));
    Map<String, String> theirs = new TreeMap<>();
    while (name.find()) {
      String ours = OURS.get(name.group(1) == null ? name.group(2) : name.group(1));
      if (ours != null) {
        theirs.put(ours, name.group(3));
      }
    }

    assertThat(theirs).containsOnlyKeys(OURS.values());
    theirs.forEach((ours, short_) -> assertThat(grammar.export(ours)).isEqualTo(short_));
  }

  /** The compiled module exports what the table lists, and nothing else. */
  @ParameterizedTest
  @EnumSource
  void exportsAreAllListed(Grammar grammar) {
    var exports = grammar.module().exportSection();
    Stream<String> names =
        java.util.stream.IntStream.range(0, exports.exportCount())
            .mapToObj(i -> exports.getExport(i).name());

    assertThat(names).containsExactlyInAnyOrderElementsOf(grammar.exports().keySet());
  }

  private static String script(Grammar grammar) throws IOException {
    return Files.readString(NodeJs.folder(grammar).resolve("wasm/libpg-query.js"));
  }
}
