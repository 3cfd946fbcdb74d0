package dev.howdah.db;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.catalog.Base;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue.Needs;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.catalog.OperatorClass;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Snapshot;
import dev.howdah.sql.catalog.SqlBody;
import dev.howdah.sql.catalog.Stamped;
import dev.howdah.sql.catalog.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue that statements are judged by: its base in six statements, relations in two
 * more whenever names come up that are not known yet.
 */
final class CatalogueReader {

  /** Runs our statements, all in the same role. */
  interface Source {
    <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row);
  }

  private static final long FIRST_NORMAL_OID = 16384;

  private static final Sql SESSION = Sql.resource(CatalogueReader.class, "catalogue_session.sql");
  private static final Sql SCHEMAS = Sql.resource(CatalogueReader.class, "catalogue_schemas.sql");
  private static final Sql TYPES = Sql.resource(CatalogueReader.class, "catalogue_types.sql");
  private static final Sql FUNCTIONS =
      Sql.resource(CatalogueReader.class, "catalogue_functions.sql");
  private static final Sql OPERATORS =
      Sql.resource(CatalogueReader.class, "catalogue_operators.sql");
  private static final Sql CASTS = Sql.resource(CatalogueReader.class, "catalogue_casts.sql");
  private static final Sql CLASSES = Sql.resource(CatalogueReader.class, "catalogue_classes.sql");
  private static final Sql NAMES = Sql.resource(CatalogueReader.class, "catalogue_names.sql");
  private static final Sql RELATIONS =
      Sql.resource(CatalogueReader.class, "catalogue_relations.sql");
  private static final Sql BODIES = Sql.resource(CatalogueReader.class, "catalogue_bodies.sql");
  private static final Sql DEPENDENTS =
      Sql.resource(CatalogueReader.class, "catalogue_dependents.sql");

  private record Nothing() {}

  private record Session(
      int serverVersion, List<String> path, boolean showsCredentials, String classStamp) {}

  private record Name(String name, String stamp) {}

  private record OperatorRow(
      long oid,
      String schema,
      String symbol,
      long leftType,
      long rightType,
      long result,
      long function,
      String stamp) {

    Stamped<Operator> operator() {
      return new Stamped<>(
          new Operator(oid, schema, symbol, leftType, rightType, result, function), stamp);
    }
  }

  private record CastRow(
      long oid,
      long source,
      long target,
      long function,
      String context,
      String method,
      String stamp) {

    Cast cast() {
      return new Cast(
          source,
          target,
          function,
          switch (context) {
            case "i" -> Cast.Context.IMPLICIT;
            case "a" -> Cast.Context.ASSIGNMENT;
            default -> Cast.Context.EXPLICIT;
          },
          switch (method) {
            case "f" -> Cast.Method.FUNCTION;
            case "b" -> Cast.Method.BINARY;
            default -> Cast.Method.TEXT;
          });
    }
  }

  private record ClassRow(
      String method, String name, long type, boolean standard, List<String> functions) {

    OperatorClass operatorClass() {
      return new OperatorClass(method, name, type, standard, oids(functions));
    }
  }

  private record NamesWanted(String names) {}

  private record RelationsWanted(
      String schemas, String names, String path, String oids, String types) {}

  private record Oids(String oids) {}

  private record Body(long oid, String text, @Nullable String tree) {}

  private record DependentsRow(long oid, List<String> dependents) {}

  private final Source source;

  CatalogueReader(Source source) {
    this.source = source;
  }

  /** A catalogue with everything but relations. */
  Snapshot read() {
    // First, so that whatever changes meanwhile is newer than its stamp.
    Map<String, String> schemas = stamps(all(SCHEMAS, Name.class));
    Session session = all(SESSION, Session.class).getFirst();
    List<CastRow> casts = all(CASTS, CastRow.class);
    return new Snapshot(
        new Base(
            session.serverVersion(),
            session.showsCredentials(),
            path(session.path()),
            schemas,
            all(TYPES, TypeRow.class).stream().map(TypeRow::type).toList(),
            all(FUNCTIONS, FunctionRow.class).stream().map(FunctionRow::function).toList(),
            all(OPERATORS, OperatorRow.class).stream().map(OperatorRow::operator).toList(),
            casts.stream().map(CastRow::cast).toList(),
            casts.stream()
                .filter(cast -> cast.oid() >= FIRST_NORMAL_OID)
                .map(CastRow::stamp)
                .collect(Collectors.joining(",")),
            all(CLASSES, ClassRow.class).stream().map(ClassRow::operatorClass).toList(),
            session.classStamp()));
  }

  /** PostgreSQL looks into its own schema first, unless the path names it elsewhere. */
  private static List<String> path(List<String> found) {
    if (found.contains("pg_catalog")) {
      return found;
    }
    List<String> path = new ArrayList<>(found);
    path.addFirst("pg_catalog");
    return path;
  }

  private static Map<String, String> stamps(List<Name> names) {
    Map<String, String> stamps = new HashMap<>();
    names.forEach(name -> stamps.put(name.name(), name.stamp()));
    return stamps;
  }

  private <R extends Record> List<R> all(Sql statement, Class<R> row) {
    return source.query(statement, new Nothing(), row);
  }

  /** The snapshot with what it lacked. */
  Snapshot read(Snapshot snapshot, Needs needs) {
    List<Identifier> wanted = List.copyOf(needs.names());
    Set<String> names = wanted.stream().map(Identifier::name).collect(Collectors.toSet());
    Map<String, String> stamps =
        names.isEmpty()
            ? Map.of()
            : stamps(source.query(NAMES, new NamesWanted(ArrayTexts.write(names)), Name.class));
    List<RelationRow> rows =
        wanted.isEmpty() && needs.relations().isEmpty() && needs.types().isEmpty()
            ? List.of()
            : source.query(
                RELATIONS,
                new RelationsWanted(
                    ArrayTexts.write(wanted.stream().map(Identifier::schema).toList()),
                    ArrayTexts.write(wanted.stream().map(Identifier::name).toList()),
                    ArrayTexts.write(snapshot.searchPath()),
                    ArrayTexts.write(needs.relations()),
                    ArrayTexts.write(needs.types())),
                RelationRow.class);
    List<Stamped<Relation>> relations = rows.stream().map(RelationRow::relation).toList();
    List<Type> rowTypes = rows.stream().flatMap(row -> row.types().stream()).toList();
    return snapshot.with(
        new Snapshot.Loaded(
            needs,
            stamps,
            relations,
            rowTypes,
            bodies(needs.bodies()),
            dependents(needs.dependents())));
  }

  private Map<Long, Set<Long>> dependents(Set<Long> oids) {
    Map<Long, Set<Long>> dependents = new HashMap<>();
    if (!oids.isEmpty()) {
      source
          .query(DEPENDENTS, new Oids(ArrayTexts.write(oids)), DependentsRow.class)
          .forEach(row -> dependents.put(row.oid(), Set.copyOf(oids(row.dependents()))));
    }
    return dependents;
  }

  private Map<Long, SqlBody> bodies(Set<Long> oids) {
    Map<Long, SqlBody> bodies = new HashMap<>();
    if (!oids.isEmpty()) {
      for (Body body : source.query(BODIES, new Oids(ArrayTexts.write(oids)), Body.class)) {
        bodies.put(body.oid(), new SqlBody(body.tree() == null ? body.text() : null, body.tree()));
      }
    }
    return bodies;
  }

  /** Texts of OIDs as numbers. */
  static List<Long> oids(List<String> texts) {
    return texts.stream().map(Long::valueOf).toList();
  }

  /** Several texts of numbers. */
  static int[] numbers(List<String> texts) {
    return texts.stream().mapToInt(Integer::parseInt).toArray();
  }
}
