package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.Privilege;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The access rules, held against relations and columns that are reached.
 *
 * <p>What is blocked and what does not exist get the same answer, so that nobody learns of
 * something by being refused.
 */
final class RelationRules {

  private static final int MOST_NAMED = 60;

  private static final Set<Operation> ON_ROWS =
      EnumSet.of(Operation.SELECT, Operation.INSERT, Operation.UPDATE, Operation.DELETE);

  private final String text;
  private final Catalogue catalogue;
  private final Access access;
  private final Policies policies;
  private final Blocked blocked;
  private final Set<Access.RelationName> targets = new LinkedHashSet<>();
  private final Set<Relation> named = new LinkedHashSet<>();
  private @Nullable WrittenNames written;
  private boolean discreet;

  /** The rules for one statement. */
  RelationRules(String text, Catalogue catalogue, Access access, Policies policies) {
    this.text = text;
    this.catalogue = catalogue;
    this.access = access;
    this.policies = policies;
    this.blocked = new Blocked(catalogue, access);
  }

  /** Whether an operator has allowed the relation by its own name. */
  boolean named(Relation relation) {
    return access.named(relation.schema(), relation.name());
  }

  /** Notes something that is defined, changed or dropped. */
  void defines(String schema, String name) {
    targets.add(new Access.RelationName(schema, name));
  }

  /** The relations that are written to, and what is defined, so far. */
  Set<Access.RelationName> targets() {
    return targets;
  }

  /** Whether a relation with blocked columns is among those seen. */
  boolean discreet() {
    return discreet;
  }

  /** Whether somebody who names a relation may know that it is there. */
  boolean known(Relation relation) {
    return policies.catalogues().covers(relation)
        || (!blocked(relation)
            && (relation.kind() == Relation.Kind.COMPOSITE
                || ON_ROWS.stream()
                    .anyMatch(each -> access.allows(each, relation.schema(), relation.name()))));
  }

  /** The same of a type that is named. */
  boolean known(Type type) {
    return (type.element() == 0 || known(catalogue.type(type.element())))
        && (type.relation() == 0 || known(catalogue.relation(type.relation())));
  }

  /** What somebody hears who names a relation that is blocked, or not there. */
  static String unknown(String shown) {
    return "\"" + shown + "\" does not exist or is not open to you";
  }

  /**
   * Holds the rules against a relation.
   *
   * @throws Refusal when it may not be touched in this way
   */
  void check(Relation relation, Privilege privilege, Via via, int position) {
    int offset = via.offset(position);
    String schema = relation.schema();
    String name = relation.name();
    Operation operation = Operation.valueOf(privilege.name());
    if (policies.catalogues().covers(relation)) {
      system(relation, operation, via, offset);
      return;
    }
    boolean led = via.vouched();
    boolean open = !blocked(relation) && (led || access.allows(operation, schema, name));
    if (!open) {
      throw denied(relation, operation, via, offset);
    }
    if (operation != Operation.SELECT) {
      if (!access.allows(operation)) {
        throw denied(relation, operation, via, offset);
      }
      targets.add(new Access.RelationName(schema, name));
    }
    if (via.kind() == Via.Kind.STATEMENT) {
      named.add(relation);
    }
    foreign(relation, via, offset);
    discreet |= !blockedColumns(relation).isEmpty();
  }

  /**
   * Holds the rules against a relation that may be a foreign table.
   *
   * @throws Refusal when it may not be read
   */
  void foreign(Relation relation, Via via, int offset) {
    policies
        .foreignTables()
        .judge(relation)
        .ifPresent(
            reason -> {
              throw Refusal.gate(reason + via.said(), relation.name(), offset);
            });
  }

  /**
   * Holds the rules against a plan with VERBOSE, after all relations of the statement: it lists
   * columns of them that the statement does not name, and their defaults.
   *
   * @throws Refusal when there are blocked ones
   */
  void showsColumns() {
    if (discreet) {
      throw Refusal.access(
          "With VERBOSE the plan may show columns that are not open to you; leave VERBOSE out.",
          "VERBOSE",
          -1);
    }
  }

  /**
   * Holds the rules against a sequence that is used by a function: it is as open as the table that
   * it belongs to.
   *
   * @throws Refusal when it may not be used in this way
   */
  void sequence(Relation sequence, Operation operation, int offset) {
    Relation owner =
        sequence.parents().isEmpty() ? sequence : catalogue.relation(sequence.parents().getFirst());
    boolean open =
        !blocked(sequence)
            && access.allows(operation)
            && access.allows(operation, owner.schema(), owner.name());
    if (!open) {
      throw Refusal.unknown(unknown(sequence.name()), sequence.name(), offset);
    }
  }

  /** Notes a relation that a policy reads whoever asks: what fails there may quote it. */
  void readsAnyway(Relation relation) {
    discreet |=
        !policies.catalogues().covers(relation)
            && (blocked(relation)
                || !access.allows(Operation.SELECT, relation.schema(), relation.name())
                || !blockedColumns(relation).isEmpty());
  }

  private Refusal denied(Relation relation, Operation operation, Via via, int offset) {
    String shown = relation.schema() + "." + relation.name();
    boolean visible =
        via.name() == null
            && operation != Operation.SELECT
            && !blocked(relation)
            && access.allows(Operation.SELECT, relation.schema(), relation.name());
    if (visible) {
      return Refusal.access(
          operation + " on " + shown + " is not open to you; it may be read.",
          relation.name(),
          offset);
    }
    return via.name() == null
        ? Refusal.unknown(unknown(relation.name()), relation.name(), offset)
        : Refusal.access(
            "\"" + via.name() + "\" reaches data that is not open to you.", via.name(), offset);
  }

  private void system(Relation relation, Operation operation, Via via, int offset) {
    if (operation != Operation.SELECT) {
      throw Refusal.gate("System catalogues are not written to.", relation.name(), offset);
    }
    refuseSystem(relation, Set.of(), via, offset);
  }

  /**
   * Holds the rules against a column, or a whole row.
   *
   * @throws Refusal when it may not be touched
   */
  void check(Relation relation, ColumnUse use, Via via) {
    if (policies.catalogues().covers(relation)) {
      systemColumn(relation, use, via);
      return;
    }
    Set<String> blocked = blockedColumns(relation);
    if (blocked.isEmpty() || use.column() < 0) {
      return;
    }
    int offset = via.offset(use.position());
    if (use.column() == 0) {
      throw via.name() == null ? wholeRow(relation, offset) : through(via, offset);
    }
    Optional<String> name = blockedColumn(relation, use.column());
    if (name.isPresent()) {
      throw via.name() != null
          ? through(via, offset)
          : written(name.get(), use.position())
              ? unknownColumn(name.get(), offset)
              : wholeRow(relation, offset);
    }
  }

  /** The name of a column that is blocked. */
  Optional<String> blockedColumn(Relation relation, int number) {
    if (policies.catalogues().covers(relation)) {
      return Optional.empty();
    }
    Set<String> blocked = blockedColumns(relation);
    return relation.columns().stream()
        .filter(column -> column.number() == number)
        .map(Relation.Column::name)
        .filter(blocked::contains)
        .findFirst();
  }

  /** The columns that the queries of the statement name; a star names none. */
  void names(WrittenNames names) {
    written = names;
  }

  /** Whether the statement names the column there, so that its writer may read the name. */
  boolean written(String name, int position) {
    return written == null ? said(name) : written.has(name, position);
  }

  /** Of what is not in a query the places are not known. */
  private boolean said(String name) {
    return Pattern.compile(
            "(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS)
        .matcher(text)
        .find();
  }

  private Refusal wholeRow(Relation relation, int offset) {
    return Refusal.access(
        "A whole row of "
            + relation.name()
            + " holds columns that are not open to you. "
            + open(relation),
        relation.name(),
        offset);
  }

  /** Whether system catalogues may be read. */
  boolean cataloguesOpen() {
    return access.systemCatalogues();
  }

  /**
   * Holds the rules against a type that the statement names or has values of: the names of a row's
   * columns are in its type, and those of objects in the values of some.
   *
   * @throws Refusal when it tells what may not be known
   */
  void check(Type type, int position) {
    if (type.element() != 0) {
      check(catalogue.type(type.element()), position);
    }
    if (type.base() != 0) {
      check(catalogue.type(type.base()), position);
    }
    if (type.kind() == Type.Kind.COMPOSITE && type.relation() != 0) {
      Relation rows = catalogue.relation(type.relation());
      if (!policies.catalogues().covers(rows)) {
        boolean composed = rows.kind() == Relation.Kind.COMPOSITE;
        if (blocked(rows)
            || (!composed && !access.allows(Operation.SELECT, rows.schema(), rows.name()))) {
          boolean named = written == null ? said(rows.name()) : written.hasType(position);
          throw named
              ? Refusal.unknown(unknown(rows.name()), rows.name(), position)
              : Refusal.access("This reaches data that is not open to you.", null, position);
        }
        check(rows, new ColumnUse(rows.oid(), 0, Privilege.SELECT, position), Via.STATEMENT);
      }
    } else if (SystemCatalogues.names(type) && !access.systemCatalogues()) {
      throw Refusal.gate(
          "The type "
              + type.name()
              + " is refused: its values are names from the system catalogues, which are closed.",
          type.name(),
          position);
    }
  }

  private static Refusal through(Via via, int offset) {
    return Refusal.access(
        "\"" + via.name() + "\" reaches columns that are not open to you.", via.name(), offset);
  }

  /** What somebody hears who names a column that is blocked, or not there. */
  Refusal unknownColumn(String column, int offset) {
    return Refusal.access(
        "The column \"" + column + "\" is blocked or does not exist. " + open(), column, offset);
  }

  /** The columns that are open of the tables and views that the statement names. */
  private String open() {
    return switch (named.size()) {
      case 0 -> "describe_table shows the columns.";
      case 1 -> open(named.iterator().next());
      default ->
          named.stream()
              .map(each -> each.name() + " (" + listed(each) + ")")
              .collect(Collectors.joining(", ", "Name the columns that you need of ", "."));
    };
  }

  private String open(Relation relation) {
    return openColumns(relation).isEmpty()
        ? "None of its columns is open to you."
        : "Name the columns that you need: " + listed(relation) + ".";
  }

  private String listed(Relation relation) {
    List<String> columns = openColumns(relation);
    String more = columns.size() > MOST_NAMED ? ", …" : "";
    return columns.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", "", more));
  }

  private List<String> openColumns(Relation relation) {
    Set<String> closed = blockedColumns(relation);
    return relation.columns().stream()
        .map(Relation.Column::name)
        .filter(column -> !closed.contains(column))
        .toList();
  }

  private void systemColumn(Relation relation, ColumnUse use, Via via) {
    Set<String> names =
        relation.columns().stream()
            .filter(column -> use.column() == 0 || column.number() == use.column())
            .map(Relation.Column::name)
            .collect(Collectors.toSet());
    refuseSystem(relation, names, via, via.offset(use.position()));
  }

  private void refuseSystem(Relation relation, Set<String> columns, Via via, int offset) {
    policies
        .catalogues()
        .judge(relation, secret(relation) ? columns : Set.of(), access)
        .ifPresent(
            reason -> {
              throw Refusal.gate(reason + via.said(), relation.name(), offset);
            });
  }

  /** Whether its columns are judged: there is nothing in the values of most servers' settings. */
  private boolean secret(Relation relation) {
    return !ServerSettings.lists(relation) || catalogue.showsCredentials();
  }

  /** The columns of a relation that are blocked. */
  Set<String> blockedColumns(Relation relation) {
    return blocked.columns(relation);
  }

  /** Whether it is blocked outright, itself or by what it belongs to. */
  boolean blocked(Relation relation) {
    return blocked.holds(relation);
  }
}
