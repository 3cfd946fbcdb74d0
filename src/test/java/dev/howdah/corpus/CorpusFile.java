package dev.howdah.corpus;

import dev.howdah.tool.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of cases: lines {@code why:}, {@code role:} and {@code needs:} for all, an empty
 * line, then {@code id: statement} or {@code id {needs: pg>=17; params: [1]}: statement}. Further
 * lines of a statement are indented by four spaces. A line that begins with {@code #} is a comment.
 */
final class CorpusFile {

  private static final Pattern CASE =
      Pattern.compile("(?<id>[a-z0-9-]+)(?: \\{(?<with>.*?)\\})?:(?: (?<sql>.*))?");
  private static final Set<String> KEYS =
      Set.of("why", "role", "needs", "params", "control", "rows", "columns", "first");
  private static final String INDENT = "    ";

  private final String group;
  private final Map<String, String> common = new LinkedHashMap<>();
  private final List<Case> cases = new ArrayList<>();
  private @Nullable String id;
  private Map<String, String> with = Map.of();
  private final StringBuilder sql = new StringBuilder();

  private CorpusFile(String group) {
    this.group = group;
  }

  static List<Case> read(String group, String text) {
    CorpusFile file = new CorpusFile(group);
    boolean head = true;
    for (String line : text.split("\n", -1)) {
      if (head && line.isEmpty()) {
        head = false;
      } else if (head) {
        int colon = line.indexOf(": ");
        file.common.put(known(line.substring(0, colon)), line.substring(colon + 2));
      } else {
        file.line(line);
      }
    }
    file.finish();
    return List.copyOf(file.cases);
  }

  private void line(String line) {
    if (line.startsWith(INDENT)) {
      sql.append(sql.isEmpty() ? "" : "\n").append(line.substring(INDENT.length()));
      return;
    }
    if (line.startsWith("#")) {
      return;
    }
    finish();
    if (line.isBlank()) {
      return;
    }
    var match = CASE.matcher(line);
    if (!match.matches()) {
      throw new IllegalArgumentException("no case, in " + group + ": " + line);
    }
    id = match.group("id");
    with = attributes(match.group("with"));
    if (match.group("sql") != null) {
      sql.append(match.group("sql"));
    }
  }

  private void finish() {
    String finished = id;
    if (finished != null) {
      cases.add(made(finished, sql.toString()));
    }
    id = null;
    sql.setLength(0);
  }

  private Case made(String name, String text) {
    Needs needs = Needs.NOTHING;
    for (Map<String, String> from : List.of(common, with)) {
      String words = from.get("needs");
      needs = words == null ? needs : needs.and(Needs.parse(words));
    }
    Map<String, String> expected = new LinkedHashMap<>(with);
    expected.keySet().retainAll(Set.of("rows", "columns", "first"));
    return new Case(
        group,
        name,
        with.containsKey("control") ? unescaped(text) : text,
        params(with.get("params")),
        needs,
        with.getOrDefault("role", common.getOrDefault("role", "any")),
        with.getOrDefault("why", common.getOrDefault("why", "")),
        expected);
  }

  private static List<@Nullable Object> params(@Nullable String json) {
    if (json == null) {
      return List.of();
    }
    List<@Nullable Object> values = new ArrayList<>();
    Json.MAPPER
        .readTree(json)
        .forEach(value -> values.add(Json.MAPPER.treeToValue(value, Object.class)));
    return values;
  }

  private static Map<String, String> attributes(@Nullable String text) {
    Map<String, String> found = new LinkedHashMap<>();
    if (text != null) {
      for (String part : text.split("; (?=[a-z]+: )", -1)) {
        int colon = part.indexOf(": ");
        found.put(known(part.substring(0, colon)), part.substring(colon + 2));
      }
    }
    return found;
  }

  private static String known(String key) {
    if (!KEYS.contains(key)) {
      throw new IllegalArgumentException("no such key: " + key);
    }
    return key;
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\f", "\f")
        .replace("\\u000b", "\u000b");
  }
}
