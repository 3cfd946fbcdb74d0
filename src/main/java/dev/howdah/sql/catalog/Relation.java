package dev.howdah.sql.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table, view, materialised view, foreign table, partitioned table, sequence or composite type.
 *
 * @param rowType the OID of its row type, 0 for none
 * @param columns without dropped ones, by number; not the system columns
 * @param parents OIDs of the tables that it inherits from or is a partition of, and of the one that
 *     a sequence or an index belongs to
 * @param owner the number of the column that a sequence belongs to, 0 for none
 * @param children OIDs of its children, direct ones
 * @param actions the stored trees ({@code pg_node_tree}) of its rules: for a view what it selects
 * @param policies stored trees of its row policies, empty while row security is off
 * @param expressions stored trees that the planner may evaluate for it: of its indexes, statistics,
 *     partition key and checks
 * @param defaults stored trees of what columns get that a write leaves out, those of their domains
 *     among them; not plain constants
 * @param foreignWrapper the name of the foreign-data wrapper of a foreign table
 * @param extension the name of the extension that it belongs to
 */
public record Relation(
    long oid,
    String schema,
    String name,
    Kind kind,
    long rowType,
    List<Column> columns,
    List<Long> parents,
    int owner,
    List<Long> children,
    List<Rule> actions,
    List<String> policies,
    List<String> expressions,
    List<String> defaults,
    @Nullable String foreignWrapper,
    @Nullable String extension) {

  /** {@code pg_class.relkind}. */
  public enum Kind {
    TABLE('r'),
    PARTITIONED('p'),
    VIEW('v'),
    MATERIALIZED_VIEW('m'),
    FOREIGN('f'),
    SEQUENCE('S'),
    COMPOSITE('c'),
    INDEX('i'),
    PARTITIONED_INDEX('I'),
    TOAST('t');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    public static Kind of(char letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no relation is of the kind " + letter);
    }
  }

  /**
   * A column.
   *
   * @param number {@code attnum}, from 1
   * @param modifier {@code atttypmod}, -1 for none
   * @param generated the stored tree that a generated column is made by; null for others
   */
  public record Column(
      int number, String name, long type, int modifier, @Nullable String generated) {}

  /**
   * A rule.
   *
   * @param event {@code pg_rewrite.ev_type}: 1 SELECT, 2 UPDATE, 3 INSERT, 4 DELETE
   * @param tree {@code ev_action}, then {@code ev_qual} where there is one
   */
  public record Rule(int event, List<String> tree) {

    public Rule {
      tree = List.copyOf(tree);
    }
  }

  public Relation {
    columns = List.copyOf(columns);
    parents = List.copyOf(parents);
    children = List.copyOf(children);
    actions = List.copyOf(actions);
    policies = List.copyOf(policies);
    expressions = List.copyOf(expressions);
    defaults = List.copyOf(defaults);
  }

  public Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}
