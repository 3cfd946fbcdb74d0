package dev.howdah.sql.catalog;

import dev.howdah.sql.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A catalogue that remembers what it was asked. For one thread. */
public final class Recorder implements Catalogue {

  private final Snapshot snapshot;
  private final SortedSet<String> relationNames = new TreeSet<>();
  private final SortedSet<Long> relations = new TreeSet<>();
  private final SortedSet<String> functionNames = new TreeSet<>();
  private final SortedSet<Long> functions = new TreeSet<>();
  private final SortedSet<String> operatorNames = new TreeSet<>();
  private final SortedSet<Long> types = new TreeSet<>();
  private final SortedSet<String> typeNames = new TreeSet<>();
  private final SortedSet<String> schemas = new TreeSet<>();
  private final SortedSet<Long> changed = new TreeSet<>();

  public Recorder(Snapshot snapshot) {
    this.snapshot = snapshot;
    schemas.addAll(snapshot.searchPath());
  }

  /**
   * What was looked up, and the versions that it was found in; the parameters of {@code
   * stamp_*.sql} and {@code catalogue_check.sql}.
   *
   * @param changed relations whose dependents were looked up
   * @param expected the stamps of all of them, in one text
   */
  public record Stamps(
      List<String> relationNames,
      List<Long> relations,
      List<String> functionNames,
      List<Long> functions,
      List<String> operatorNames,
      List<Long> types,
      List<String> typeNames,
      List<String> schemas,
      List<Long> changed,
      String expected) {}

  /** What has been looked up so far. */
  public Stamps stamps() {
    return new Stamps(
        List.copyOf(relationNames),
        List.copyOf(relations),
        List.copyOf(functionNames),
        List.copyOf(functions),
        List.copyOf(operatorNames),
        List.copyOf(types),
        List.copyOf(typeNames),
        List.copyOf(schemas),
        List.copyOf(changed),
        expected());
  }

  private String expected() {
    Base base = snapshot.base();
    return String.join(
        "|",
        joined(relationNames.stream().map(snapshot::nameStamp)),
        joined(relations.stream().map(snapshot::relationStamp)),
        joined(
            Stream.concat(
                    functionNames.stream().flatMap(name -> base.functions(name).stream()),
                    functions.stream().flatMap(oid -> Stream.ofNullable(base.function(oid))))
                .distinct()
                .sorted((one, other) -> Long.compare(one.value().oid(), other.value().oid()))
                .map(Stamped::stamp)),
        joined(
            operatorNames.stream()
                .flatMap(name -> base.operators(name).stream())
                .sorted((one, other) -> Long.compare(one.value().oid(), other.value().oid()))
                .map(Stamped::stamp)),
        joined(
            types.stream().flatMap(oid -> Stream.ofNullable(base.type(oid))).map(Stamped::stamp)),
        base.castStamp(),
        base.classStamp(),
        joined(schemas.stream().map(base::schema)),
        joined(typeNames.stream().map(name -> places(base.types(name)))),
        joined(changed.stream().map(oid -> oids(snapshot.dependents(oid)))));
  }

  private static String places(List<Type> found) {
    return found.stream()
        .map(type -> type.oid() + "@" + type.schema())
        .collect(Collectors.joining(":"));
  }

  private static String oids(Set<Long> found) {
    return found.stream().sorted().map(String::valueOf).collect(Collectors.joining(":"));
  }

  private static String joined(Stream<String> stamps) {
    return stamps.collect(Collectors.joining(","));
  }

  @Override
  public int serverVersion() {
    return snapshot.serverVersion();
  }

  @Override
  public boolean showsCredentials() {
    return snapshot.showsCredentials();
  }

  @Override
  public List<String> searchPath() {
    return snapshot.searchPath();
  }

  @Override
  public Optional<Relation> relation(Identifier name) {
    Optional<Relation> found = snapshot.relation(name);
    relationNames.add(name.name());
    note(name);
    found.ifPresent(relation -> relations.add(relation.oid()));
    return found;
  }

  @Override
  public Relation relation(long oid) {
    Relation relation = snapshot.relation(oid);
    relations.add(oid);
    return relation;
  }

  @Override
  public List<Function> functions(Identifier name) {
    functionNames.add(name.name());
    note(name);
    return snapshot.functions(name);
  }

  @Override
  public Optional<Function> function(long oid) {
    functions.add(oid);
    return snapshot.function(oid);
  }

  @Override
  public List<Operator> operators(Identifier symbol) {
    operatorNames.add(symbol.name());
    note(symbol);
    return snapshot.operators(symbol);
  }

  @Override
  public Optional<Operator> operator(long oid) {
    Optional<Operator> operator = snapshot.operator(oid);
    operator.ifPresent(each -> operatorNames.add(each.symbol()));
    return operator;
  }

  @Override
  public Optional<Type> type(Identifier name) {
    Optional<Type> type = snapshot.type(name);
    typeNames.add(name.name());
    note(name);
    if (type.isEmpty() || !type.get().schema().equals("pg_catalog")) {
      relationNames.add(name.name());
    }
    type.ifPresent(this::note);
    return type;
  }

  @Override
  public Type type(long oid) {
    Type type = snapshot.type(oid);
    note(type);
    return type;
  }

  private void note(Type type) {
    if (snapshot.base().type(type.oid()) != null) {
      types.add(type.oid());
    }
    if (type.relation() != 0) {
      relations.add(type.relation());
    }
  }

  private void note(Identifier name) {
    if (name.schema() != null) {
      schemas.add(name.schema());
    }
  }

  @Override
  public Optional<Cast> cast(long source, long target) {
    return snapshot.cast(source, target);
  }

  @Override
  public List<Cast> casts() {
    return snapshot.casts();
  }

  @Override
  public List<OperatorClass> operatorClasses() {
    return snapshot.operatorClasses();
  }

  @Override
  public Set<Long> dependents(long relation) {
    Set<Long> found = snapshot.dependents(relation);
    changed.add(relation);
    return found;
  }

  @Override
  public SqlBody body(long function) {
    functions.add(function);
    return snapshot.body(function);
  }
}
