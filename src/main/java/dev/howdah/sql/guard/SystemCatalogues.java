package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which relations of PostgreSQL itself, and which views of extensions, may be read: {@code
 * system-catalogues.txt}. They are judged as they are named; nobody has to look into those that are
 * views. Immutable and thread-safe.
 */
public final class SystemCatalogues {

  private static final String EVERY = "*";
  private static final Set<String> SCHEMAS = Set.of("pg_catalog", "information_schema", "pg_toast");

  /**
   * Types whose values are shown by names from the catalogue, but for those of text search, which
   * name no data.
   */
  private static final Set<String> NAMES =
      Set.of(
          "regproc",
          "regprocedure",
          "regoper",
          "regoperator",
          "regclass",
          "regtype",
          "regrole",
          "regnamespace",
          "regcollation",
          "regdatabase",
          "aclitem");

  private final Map<String, Map<String, List<Rule>>> bySection = new HashMap<>();

  private enum Verb {
    OPEN,
    NEVER,
    RESTRICTED
  }

  /**
   * A rule about a relation.
   *
   * @param column the column that it is about; null for the whole relation
   */
  private record Rule(Verb verb, String why, @Nullable String column) {}

  public SystemCatalogues() {
    for (PolicyFile.Entry entry : PolicyFile.read("system-catalogues.txt").entries()) {
      int dot = entry.name().indexOf('.');
      String relation = dot < 0 ? entry.name() : entry.name().substring(0, dot);
      bySection
          .computeIfAbsent(entry.section(), key -> new HashMap<>())
          .computeIfAbsent(relation, key -> new ArrayList<>())
          .add(
              new Rule(
                  Verb.valueOf(entry.verb().toUpperCase(Locale.ROOT)),
                  entry.words(),
                  dot < 0 ? null : entry.name().substring(dot + 1)));
    }
  }

  /** Whether the schema is one of PostgreSQL's own. */
  static boolean holds(String schema) {
    return SCHEMAS.contains(schema);
  }

  /** Whether the type's values are read and shown as names that the catalogue has. */
  static boolean names(Type type) {
    return type.schema().equals("pg_catalog") && NAMES.contains(type.name());
  }

  /** Whether the relation is judged here, and not by the rules for tables. */
  public boolean covers(Relation relation) {
    return SCHEMAS.contains(relation.schema()) || !ofExtension(relation).isEmpty();
  }

  /**
   * Judges the reading of a relation that {@link #covers covers} is true for.
   *
   * @param columns the names of the columns that are read; all of them for a whole row
   * @return why it must not be read, a sentence that names what would work; empty when it may
   */
  public Optional<String> judge(Relation relation, Set<String> columns, Access access) {
    boolean system = SCHEMAS.contains(relation.schema());
    if (system && !access.systemCatalogues()) {
      return Optional.of(
          refused(name(relation), "system catalogues are closed here; use the tools for schemas"));
    }
    List<Rule> rules = system ? ofSchema(relation) : ofExtension(relation);
    if (rules.isEmpty()) {
      return Optional.of(
          refused(name(relation), "it is none that this version of Howdah knows; leave it out"));
    }
    return rules.stream()
        .filter(rule -> rule.column() == null || columns.contains(rule.column()))
        .filter(
            rule ->
                rule.verb() == Verb.NEVER
                    || (rule.verb() == Verb.RESTRICTED && access.restricted()))
        .findFirst()
        .map(
            rule ->
                refused(
                    rule.column() == null
                        ? name(relation)
                        : "The column " + relation.name() + "." + rule.column(),
                    rule.why()));
  }

  private List<Rule> ofSchema(Relation relation) {
    Map<String, List<Rule>> section =
        bySection.getOrDefault("schema " + relation.schema(), Map.of());
    List<Rule> rules =
        section.getOrDefault(relation.name(), section.getOrDefault(EVERY, List.of()));
    return rules.isEmpty() ? ofExtension(relation) : rules;
  }

  private List<Rule> ofExtension(Relation relation) {
    return relation.extension() == null
        ? List.of()
        : bySection
            .getOrDefault("extension " + relation.extension(), Map.of())
            .getOrDefault(relation.name(), List.of());
  }

  private static String name(Relation relation) {
    return "The relation " + relation.schema() + "." + relation.name();
  }

  private static String refused(String what, String why) {
    return what + " is refused: " + why + ".";
  }
}
