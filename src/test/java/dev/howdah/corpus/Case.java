package dev.howdah.corpus;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the corpus.
 *
 * @param group the class of cases, which is its file's name
 * @param id unique within the group
 * @param params the values of {@code $1…$n} as JSON values
 * @param why what the group is about, or what is special about this one
 * @param role whom it means something to: {@code any} role, or a {@code superuser} alone
 * @param expected what a harmless statement answers, by {@code rows}, {@code columns} and {@code
 *     first}
 */
record Case(
    String group,
    String id,
    String sql,
    List<@Nullable Object> params,
    Needs needs,
    String role,
    String why,
    Map<String, String> expected) {

  Case {
    expected = Map.copyOf(expected);
  }

  /** A case of generated text. */
  static Case of(String group, String id, String sql, String why) {
    return new Case(group, id, sql, List.of(), Needs.NOTHING, "any", why, Map.of());
  }

  String name() {
    return group + "/" + id;
  }

  /** The same with another text. */
  Case as(String suffix, String other) {
    return new Case(group, id + "~" + suffix, other, params, needs, role, why, expected);
  }

  /** The text for a report: one line, shortened. */
  String shown() {
    String line = sql.replaceAll("\\s+", " ");
    return line.length() <= 160 ? line : line.substring(0, 157) + "...";
  }

  @Override
  public String toString() {
    return name();
  }
}
