package dev.howdah.tools.search;

import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Reference;
import dev.howdah.tools.search.Inventory.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the names and types of columns say about keys of other tables; {@code docs/search.md} states
 * the rules. Each column alone points at one table at most, unless several fit equally well.
 */
final class Implications {

  /** More tables of one name in other schemas say nothing. */
  private static final int MOST_EQUAL = 3;

  /** A column that alone tells the rows of a table apart. */
  private record Key(Relation table, Column column, boolean primary) {}

  private final Inventory inventory;
  private final Composites composites;

  /** By the stems of the table's name. */
  private final Map<String, List<Key>> byTable = new HashMap<>();

  /** Primary keys by the name of their column, where it says something. */
  private final Map<String, List<Key>> byColumn = new HashMap<>();

  Implications(Inventory inventory) {
    this.inventory = inventory;
    this.composites = new Composites(inventory);
    for (Relation relation : inventory.relations()) {
      keys(relation).forEach(this::note);
    }
  }

  private void note(Key key) {
    byTable.computeIfAbsent(key.table().name().joined(), _ -> new ArrayList<>()).add(key);
    if (key.primary() && !Suffixes.generic(key.column().name().words())) {
      byColumn.computeIfAbsent(key.column().name().joined(), _ -> new ArrayList<>()).add(key);
    }
  }

  private static Stream<Key> keys(Relation relation) {
    Set<String> seen = new HashSet<>();
    return relation.indexes().stream()
        .filter(index -> index.key() && index.columns().size() == 1)
        .sorted(Comparator.comparing(Index::primary).reversed())
        .filter(index -> seen.add(index.columns().getFirst()))
        .flatMap(
            index ->
                Stream.ofNullable(relation.column(index.columns().getFirst()))
                    .map(column -> new Key(relation, column, index.primary())));
  }

  /** What the columns of a table or view point at. */
  List<Implied> from(Relation relation) {
    Set<String> declared = new HashSet<>();
    relation.references().stream().map(Reference::columns).forEach(declared::addAll);
    return Stream.concat(
            composites.from(relation).stream(),
            relation.columns().stream()
                .filter(column -> !declared.contains(column.name().text()))
                .flatMap(column -> from(relation, column).stream()))
        .toList();
  }

  /** What the columns of tables, not of views, say to point at this one. */
  List<Implied> to(Relation relation) {
    return inventory.relations().stream()
        .filter(other -> !other.view())
        .flatMap(other -> from(other).stream())
        .filter(implied -> implied.to().oid() == relation.oid())
        .toList();
  }

  private List<Implied> from(Relation relation, Column column) {
    List<String> words = column.name().stems();
    List<String> stem = Suffixes.stem(words);
    if (Suffixes.generic(column.name().words()) || count(column, stem)) {
      return List.of();
    }
    String suffix = Suffixes.suffix(column.name().words());
    for (int skipped = 0; skipped < stem.size(); skipped++) {
      String named = String.join("_", stem.subList(skipped, stem.size()));
      String role = String.join(" ", stem.subList(0, skipped));
      List<Implied> found =
          nearest(relation, byTable.getOrDefault(named, List.of())).stream()
              .flatMap(key -> Stream.ofNullable(byName(relation, column, key, role, suffix)))
              .toList();
      if (!found.isEmpty()) {
        return best(found);
      }
    }
    List<Implied> same = bySameName(relation, column);
    return same.isEmpty() ? toItself(relation, column, stem, suffix) : same;
  }

  /** Whether it is rather a number of things than a key of one: orders, but not orders_id. */
  private static boolean count(Column column, List<String> stem) {
    Name name = column.name();
    return Types.number(column.plain())
        && stem.size() == name.words().size()
        && !stem.isEmpty()
        && !stem.getLast().equals(name.words().getLast());
  }

  /** Those in the same schema, else all. */
  private static List<Key> nearest(Relation relation, List<Key> keys) {
    List<Key> near =
        keys.stream()
            .filter(key -> key.table().schema().text().equals(relation.schema().text()))
            .toList();
    return near.isEmpty() ? keys : near;
  }

  /** One key a table, and only the strongest. */
  private static List<Implied> best(List<Implied> found) {
    Strength strongest = found.stream().map(Implied::strength).sorted().findFirst().orElseThrow();
    Set<Long> tables = new HashSet<>();
    List<Implied> best =
        found.stream()
            .filter(each -> each.strength() == strongest)
            .filter(each -> tables.add(each.to().oid()))
            .toList();
    if (best.size() == 1) {
      return best;
    }
    if (best.size() > MOST_EQUAL) {
      return List.of();
    }
    return best.stream()
        .map(
            each ->
                new Implied(
                    each.from(),
                    each.columns(),
                    each.to(),
                    each.key(),
                    Strength.POSSIBLE,
                    each.reason() + "; " + best.size() + " schemas have such a table"))
        .toList();
  }

  private static @Nullable Implied byName(
      Relation relation, Column column, Key key, String role, String suffix) {
    boolean own = key.table().oid() == relation.oid();
    if (!Types.fit(column.plain(), key.column().plain())
        || (own && (role.isEmpty() || key.column().equals(column)))
        || alone(relation, column, role)) {
      return null;
    }
    boolean sameName = key.column().name().joined().equals(column.name().joined());
    String theirs = ending(key.column().name());
    boolean sameSuffix = !suffix.isEmpty() && suffix.equals(theirs);
    boolean points = Suffixes.pointer(suffix) && key.primary();
    if (!sameName && !sameSuffix && !points) {
      return null;
    }
    if (suffix.isEmpty() && Types.text(column.plain()) && !sameName) {
      // A text named after a table is more often a description than a key.
      return null;
    }
    boolean strong = role.isEmpty() && (sameName || sameSuffix);
    String reason =
        column.name()
            + (role.isEmpty() ? " names the table " : " names, after \"" + role + "\", the table ")
            + key.table().name()
            + (sameName
                ? " and its " + kind(key) + " by the same name"
                : sameSuffix
                    ? " and ends like its " + kind(key) + " " + key.column().name()
                    : ", whose primary key is " + key.column().name())
            + "; both are "
            + types(column, key);
    return new Implied(
        relation,
        List.of(column),
        key.table(),
        List.of(key.column()),
        strong ? Strength.STRONG : Strength.POSSIBLE,
        reason);
  }

  /** A table's own key, such as order_item_id of order_items, points at nothing by a part of it. */
  private static boolean alone(Relation relation, Column column, String role) {
    return !role.isEmpty()
        && relation.primaryKey().equals(List.of(column.name().text()))
        && Name.of(relation.name().text())
            .joined()
            .equals(String.join("_", Suffixes.stem(column.name().stems())));
  }

  private static String ending(Name name) {
    return Suffixes.generic(name.words()) ? name.words().getLast() : Suffixes.suffix(name.words());
  }

  private List<Implied> bySameName(Relation relation, Column column) {
    if (relation.primaryKey().equals(List.of(column.name().text()))) {
      return List.of();
    }
    List<Key> keys =
        nearest(relation, byColumn.getOrDefault(column.name().joined(), List.of())).stream()
            .filter(key -> key.table().oid() != relation.oid())
            .filter(key -> Types.fit(column.plain(), key.column().plain()))
            .toList();
    return keys.size() != 1
        ? List.of()
        : List.of(
            new Implied(
                relation,
                List.of(column),
                keys.getFirst().table(),
                List.of(keys.getFirst().column()),
                Strength.POSSIBLE,
                column.name()
                    + " has the name of the primary key of "
                    + keys.getFirst().table().name()
                    + ", which no other table has; both are "
                    + types(column, keys.getFirst())));
  }

  private List<Implied> toItself(
      Relation relation, Column column, List<String> stem, String suffix) {
    if (!Suffixes.own(stem, suffix) || relation.primaryKey().size() != 1) {
      return List.of();
    }
    Column key = Objects.requireNonNull(relation.column(relation.primaryKey().getFirst()));
    return key.equals(column) || !Types.fit(column.plain(), key.plain())
        ? List.of()
        : List.of(
            new Implied(
                relation,
                List.of(column),
                relation,
                List.of(key),
                Strength.POSSIBLE,
                column.name() + " is the usual name for another row of the same table"));
  }

  private static String kind(Key key) {
    return key.primary() ? "primary key" : "unique column";
  }

  private static String types(Column column, Key key) {
    return column.plain().equals(key.column().plain())
        ? column.plain()
        : column.plain() + " and " + key.column().plain();
  }
}
