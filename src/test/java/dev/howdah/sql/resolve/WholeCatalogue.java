package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.catalog.OperatorClass;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.SqlBody;
import dev.howdah.sql.catalog.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A catalogue with everything in memory, relations included; nothing is ever missing. */
record WholeCatalogue(
    int serverVersion,
    List<String> searchPath,
    Map<Long, Type> types,
    Map<Long, Relation> relations,
    Map<Long, Function> functionsByOid,
    Map<Long, Operator> operatorsByOid,
    Map<List<Long>, Cast> castsByEnds,
    Map<String, List<Type>> typesByName,
    Map<String, List<Relation>> relationsByName,
    Map<String, List<Function>> functionsByName,
    Map<String, List<Operator>> operatorsByName)
    implements Catalogue {

  static WholeCatalogue of(
      int serverVersion,
      List<String> searchPath,
      List<Type> types,
      List<Relation> relations,
      List<Function> functions,
      List<Operator> operators,
      List<Cast> casts) {
    Map<Long, Type> byOid = new HashMap<>();
    Map<String, List<Type>> typesByName = new HashMap<>();
    for (var type : types) {
      byOid.put(type.oid(), type);
      typesByName.computeIfAbsent(type.name(), _ -> new ArrayList<>()).add(type);
    }
    Map<Long, Relation> relationsByOid = new HashMap<>();
    Map<String, List<Relation>> relationsByName = new HashMap<>();
    for (var relation : relations) {
      relationsByOid.put(relation.oid(), relation);
      relationsByName.computeIfAbsent(relation.name(), _ -> new ArrayList<>()).add(relation);
    }
    Map<Long, Function> functionsByOid = new HashMap<>();
    Map<String, List<Function>> byName = new HashMap<>();
    for (var function : functions) {
      functionsByOid.put(function.oid(), function);
      byName.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
    }
    Map<Long, Operator> operatorsByOid = new HashMap<>();
    Map<String, List<Operator>> bySymbol = new HashMap<>();
    for (var operator : operators) {
      operatorsByOid.put(operator.oid(), operator);
      bySymbol.computeIfAbsent(operator.symbol(), _ -> new ArrayList<>()).add(operator);
    }
    Map<List<Long>, Cast> byEnds = new HashMap<>();
    casts.forEach(cast -> byEnds.put(List.of(cast.source(), cast.target()), cast));
    return new WholeCatalogue(
        serverVersion,
        searchPath,
        byOid,
        relationsByOid,
        functionsByOid,
        operatorsByOid,
        byEnds,
        typesByName,
        relationsByName,
        byName,
        bySymbol);
  }

  @Override
  public boolean showsCredentials() {
    return false;
  }

  @Override
  public Optional<Relation> relation(Identifier name) {
    return relationsByName.getOrDefault(name.name(), List.of()).stream()
        .filter(relation -> visible(name, relation.schema()))
        .filter(relation -> relation.kind() != Relation.Kind.COMPOSITE)
        .min((one, other) -> Integer.compare(place(one.schema()), place(other.schema())));
  }

  @Override
  public Relation relation(long oid) {
    return Objects.requireNonNull(relations.get(oid), () -> "no relation " + oid);
  }

  @Override
  public List<Function> functions(Identifier name) {
    return functionsByName.getOrDefault(name.name(), List.of()).stream()
        .filter(function -> visible(name, function.schema()))
        .toList();
  }

  @Override
  public Optional<Function> function(long oid) {
    return Optional.ofNullable(functionsByOid.get(oid));
  }

  @Override
  public List<Operator> operators(Identifier symbol) {
    return operatorsByName.getOrDefault(symbol.name(), List.of()).stream()
        .filter(operator -> visible(symbol, operator.schema()))
        .toList();
  }

  @Override
  public Optional<Operator> operator(long oid) {
    return Optional.ofNullable(operatorsByOid.get(oid));
  }

  @Override
  public Optional<Type> type(Identifier name) {
    return typesByName.getOrDefault(name.name(), List.of()).stream()
        .filter(type -> visible(name, type.schema()))
        .min((one, other) -> Integer.compare(place(one.schema()), place(other.schema())));
  }

  private int place(String schema) {
    return searchPath.indexOf(schema);
  }

  private boolean visible(Identifier name, String schema) {
    return name.schema() == null ? searchPath.contains(schema) : schema.equals(name.schema());
  }

  @Override
  public Type type(long oid) {
    return Objects.requireNonNull(types.get(oid), () -> "no type " + oid);
  }

  @Override
  public Optional<Cast> cast(long source, long target) {
    return Optional.ofNullable(castsByEnds.get(List.of(source, target)));
  }

  @Override
  public List<Cast> casts() {
    return castsByEnds.values().stream().filter(cast -> cast.function() != 0).toList();
  }

  @Override
  public List<OperatorClass> operatorClasses() {
    return List.of();
  }

  @Override
  public Set<Long> dependents(long relation) {
    return Set.of();
  }

  @Override
  public SqlBody body(long function) {
    throw new UnsupportedOperationException("nobody asks for function " + function);
  }
}
