package dev.howdah.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a catalogue that is always there: types, functions, operators and casts. Immutable.
 */
public final class Base {

  private final int serverVersion;
  private final boolean showsCredentials;
  private final List<String> path;
  private final Map<String, String> schemas;
  private final Map<Long, Stamped<Type>> types;
  private final Map<String, List<Type>> typesByName;
  private final Map<Long, Stamped<Function>> functions;
  private final Map<String, List<Stamped<Function>>> functionsByName;
  private final Map<Long, Stamped<Operator>> operators;
  private final Map<String, List<Stamped<Operator>>> operatorsByName;
  private final Map<Ends, Cast> casts;
  private final String castStamp;
  private final List<OperatorClass> classes;
  private final String classStamp;

  private record Ends(long source, long target) {}

  /**
   * Everything, as it was read.
   *
   * @param showsCredentials see {@link Catalogue#showsCredentials}
   * @param path the schemas of the search path, in order
   * @param schemas each schema with its stamp
   * @param castStamp that of all casts that did not come with the server
   * @param classStamp the same of operator classes
   */
  public Base(
      int serverVersion,
      boolean showsCredentials,
      List<String> path,
      Map<String, String> schemas,
      Collection<Stamped<Type>> types,
      Collection<Stamped<Function>> functions,
      Collection<Stamped<Operator>> operators,
      Collection<Cast> casts,
      String castStamp,
      List<OperatorClass> classes,
      String classStamp) {
    this.serverVersion = serverVersion;
    this.showsCredentials = showsCredentials;
    this.path = List.copyOf(path);
    this.schemas = Map.copyOf(schemas);
    this.types = by(types, type -> type.value().oid());
    this.typesByName = new HashMap<>();
    types.forEach(
        type ->
            typesByName
                .computeIfAbsent(type.value().name(), _ -> new ArrayList<>())
                .add(type.value()));
    this.functions = by(functions, function -> function.value().oid());
    this.functionsByName = grouped(functions, function -> function.value().name());
    this.operators = by(operators, operator -> operator.value().oid());
    this.operatorsByName = grouped(operators, operator -> operator.value().symbol());
    this.casts = by(casts, cast -> new Ends(cast.source(), cast.target()));
    this.castStamp = castStamp;
    this.classes = List.copyOf(classes);
    this.classStamp = classStamp;
  }

  private static <K, V> Map<K, V> by(Collection<V> values, java.util.function.Function<V, K> key) {
    Map<K, V> map = HashMap.newHashMap(values.size());
    values.forEach(value -> map.put(key.apply(value), value));
    return map;
  }

  private static <V> Map<String, List<V>> grouped(
      Collection<V> values, java.util.function.Function<V, String> name) {
    Map<String, List<V>> map = new HashMap<>();
    values.forEach(
        value -> map.computeIfAbsent(name.apply(value), _ -> new ArrayList<>()).add(value));
    return map;
  }

  boolean showsCredentials() {
    return showsCredentials;
  }

  int serverVersion() {
    return serverVersion;
  }

  List<String> path() {
    return path;
  }

  /** The stamp of a schema; empty when there is none. */
  String schema(String name) {
    return schemas.getOrDefault(name, "");
  }

  @Nullable Stamped<Type> type(long oid) {
    return types.get(oid);
  }

  /** Types of that name in all schemas, by OID. */
  List<Type> types(String name) {
    return typesByName.getOrDefault(name, List.of());
  }

  @Nullable Stamped<Function> function(long oid) {
    return functions.get(oid);
  }

  /** Functions of that name in all schemas, by OID. */
  List<Stamped<Function>> functions(String name) {
    return functionsByName.getOrDefault(name, List.of());
  }

  @Nullable Stamped<Operator> operator(long oid) {
    return operators.get(oid);
  }

  /** Operators of that symbol in all schemas, by OID. */
  List<Stamped<Operator>> operators(String symbol) {
    return operatorsByName.getOrDefault(symbol, List.of());
  }

  @Nullable Cast cast(long source, long target) {
    return casts.get(new Ends(source, target));
  }

  Collection<Cast> casts() {
    return casts.values();
  }

  String castStamp() {
    return castStamp;
  }

  String classStamp() {
    return classStamp;
  }

  List<OperatorClass> classes() {
    return classes;
  }
}
