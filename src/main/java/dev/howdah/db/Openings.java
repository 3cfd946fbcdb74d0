package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what the access rules leave open, by asking the gate itself: whatever it would refuse to
 * read, be it for what a view or a parent rests on, is closed.
 */
final class Openings {

  private static final Sql RELATIONS = Sql.resource(Openings.class, "script_relations.sql");
  private static final Set<ErrorCode> VERDICTS =
      Set.of(ErrorCode.STATEMENT_REFUSED, ErrorCode.ACCESS_DENIED, ErrorCode.STATEMENT_FAILED);

  /** Relations that are read, and held, at a time: to plan that costs more than to run it. */
  private static final int BATCH = 250;

  private record None() {}

  private final Catalog catalog;
  private final CallerRules rules;
  private final Set<Operation> mode;
  private final Gate gate;
  private final CatalogueReader.Source source;

  Openings(Catalog catalog, CallerRules rules, DatabaseSettings settings) {
    this.catalog = catalog;
    this.rules = rules;
    this.mode = CallerRules.mode(settings);
    this.gate = new Gate(rules.guard().get());
    this.source =
        new CatalogueReader.Source() {
          @Override
          public <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row) {
            return catalog.rows(statement, arguments, row);
          }
        };
  }

  /** What is open of each table and view, by schema and name. */
  List<Opening> read() {
    return openings(relations());
  }

  /** The same finding as {@link #leaking}, without a look at what the role cannot read anyway. */
  List<Finding> findings() {
    return leaking(openings(relations().stream().filter(Opening.Relation::readable).toList()));
  }

  private List<Opening.Relation> relations() {
    return catalog.rows(RELATIONS, new None(), Opening.Relation.class);
  }

  private List<Opening> openings(List<Opening.Relation> relations) {
    List<Opening> openings = new ArrayList<>(relations.size());
    for (int i = 0; i < relations.size(); i += BATCH) {
      List<Opening.Relation> batch = relations.subList(i, Math.min(i + BATCH, relations.size()));
      gate.load(
          batch.stream()
              .map(each -> Identifier.of(each.schema(), each.name()))
              .collect(Collectors.toSet()),
          source);
      batch.forEach(each -> openings.add(opening(each)));
    }
    return openings;
  }

  /** That the role can read what the access rules close, so that these alone keep it closed. */
  static List<Finding> leaking(List<Opening> openings) {
    List<String> leaking =
        openings.stream().filter(Opening::leaks).map(Opening::shown).limit(Grant.MOST).toList();
    if (leaking.isEmpty()) {
      return List.of();
    }
    long total = openings.stream().filter(Opening::leaks).count();
    return List.of(
        new Finding(
            Finding.Severity.MORE_THAN_NEEDED,
            false,
            "The role can read what the access rules close, in %s: the rules would hold twice if"
                    .formatted(Grant.counted(total, "table", leaking))
                + " it could not.",
            "-- The script below makes a role that cannot.",
            false));
  }

  private Opening opening(Opening.Relation relation) {
    Map<Operation, Set<String>> open = new EnumMap<>(Operation.class);
    for (Access access : rules.direct()) {
      Set<String> columns = new LinkedHashSet<>();
      if (CallerRules.reads(access) && reads(new AsReader(access), relation, columns)) {
        mode.stream()
            .filter(each -> each != Operation.DDL)
            .filter(each -> access.allows(each, relation.schema(), relation.name()))
            .forEach(
                each ->
                    open.computeIfAbsent(each, _ -> new HashSet<>())
                        .addAll(each == Operation.DELETE ? relation.columns() : columns));
      }
    }
    return new Opening(relation, open);
  }

  /** Whether anything of it may be read, and which columns. */
  private boolean reads(Access access, Opening.Relation relation, Set<String> columns) {
    if (!access.restricted()) {
      columns.addAll(relation.columns());
      return access.allows(Operation.SELECT);
    }
    if (allows(access, relation, relation.columns())) {
      columns.addAll(relation.columns());
      return true;
    }
    if (!allows(access, relation, List.of())) {
      return false;
    }
    relation.columns().stream()
        .filter(column -> allows(access, relation, List.of(column)))
        .forEach(columns::add);
    return !columns.isEmpty();
  }

  private boolean allows(Access access, Opening.Relation relation, List<String> columns) {
    String list =
        columns.stream()
            .map(column -> Identifier.of(column).quoted())
            .collect(Collectors.joining(", ", "", " "));
    String from = Identifier.of(relation.schema(), relation.name()).quoted();
    try {
      return gate.allows(AgentSql.of("select " + list + "from " + from), access, source);
    } catch (IllegalArgumentException tooLong) {
      return false;
    } catch (CallException e) {
      if (VERDICTS.contains(e.code())) {
        return false;
      }
      throw e;
    }
  }
}
