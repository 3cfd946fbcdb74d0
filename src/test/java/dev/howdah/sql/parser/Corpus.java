package dev.howdah.sql.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Texts for the parser: statements of every sort, what can be made of them, and broken ones. */
final class Corpus {

  private static final List<String> AROUND =
      List.of(
          "explain %s",
          "explain (analyze, format json) %s",
          "with q as (%s) select * from q",
          "with recursive q as not materialized (%s) update t set a = 1",
          "select (%s), exists (%s)",
          "select * from (%s) as q (a, b), lateral (%s) r",
          "create view v as %s",
          "create table t as %s with no data",
          "insert into t %s returning *",
          "(%s) union all (%s)",
          "copy (%s) to stdout",
          "declare c cursor for %s",
          "prepare p as %s",
          "create rule r as on insert to t do instead (%s; %s)",
          "create function f() returns int begin atomic %s; end",
          "select 1; %s; select 2",
          "/* a */ %s -- b",
          "\n\t%s ;\n;");

  private static final List<String> PIECES =
      List.of(
          "'",
          "''",
          "\"",
          "\"\"",
          ";",
          "--",
          "/*",
          "*/",
          "$$",
          "$a$",
          "$1",
          "\\",
          "\\'",
          "E'",
          "e'",
          "U&'",
          "U&\"",
          "B'",
          "X'",
          "N'",
          "(",
          ")",
          "[",
          "]",
          ",",
          ".",
          "..",
          ":",
          "::",
          ":=",
          "=>",
          "+",
          "-",
          "*",
          "/",
          "<>",
          "!=",
          "||",
          "@>",
          "?",
          "~",
          "%",
          "^",
          "|",
          "&",
          "#",
          "`",
          "@",
          " ",
          "\n",
          "\r",
          "\t",
          "\f",
          "\u000b",
          "\u00a0",
          "\u2028",
          "\ufeff",
          "é",
          "日",
          "🐘",
          "0",
          "1",
          "1.",
          ".5",
          "1e",
          "0x",
          "1_0",
          "a",
          "_",
          "$",
          "null",
          "select",
          "from",
          "where",
          "not",
          "in",
          "union",
          "with",
          "into",
          "for update",
          "uescape '!'",
          "collate",
          "end",
          "begin atomic");

  private Corpus() {}

  /** Our statements, one of every form of every command. */
  static List<String> statements() {
    try (InputStream in = Corpus.class.getResourceAsStream("statements.sql")) {
      String all =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .stripTrailing();
      return List.of(all.split("\n\n", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Everything: our statements, those in one another, made-up ones, mutants of all, and the
   * statements of the files below the folder that the property {@code howdah.corpus} names.
   */
  static List<String> texts() {
    Set<String> texts = new LinkedHashSet<>(statements());
    texts.addAll(given());
    for (String statement : statements()) {
      for (String around : AROUND) {
        texts.add(around.replace("%s", statement));
      }
    }
    Expressions expressions = new Expressions(new Random(17));
    for (int i = 0; i < 2000; i++) {
      texts.add(expressions.select());
    }
    List<String> whole = List.copyOf(texts);
    Random random = new Random(18);
    for (int i = 0; i < 20_000; i++) {
      texts.add(mutant(whole.get(random.nextInt(whole.size())), random));
    }
    texts.removeIf(text -> text.isEmpty() || TextGate.refusal(text).isPresent());
    return List.copyOf(texts);
  }

  private static String mutant(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = out.isEmpty() ? 0 : random.nextInt(out.length());
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, piece);
        case 1 -> out.replace(at, Math.min(out.length(), at + 1 + random.nextInt(3)), piece);
        case 2 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(8)));
        default -> out.insert(at, out.substring(at / 2, at));
      }
    }
    return out.toString();
  }

  private static List<String> given() {
    String folder = System.getProperty("howdah.corpus");
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .flatMap(file -> Arrays.stream(read(file).split(";\n", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
