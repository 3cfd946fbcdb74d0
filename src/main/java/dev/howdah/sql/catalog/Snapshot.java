package dev.howdah.sql.catalog;

import dev.howdah.sql.Identifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A catalogue as it was read, to which relations are added as they are asked for. Immutable. */
public final class Snapshot implements Catalogue {

  private static final String SYSTEM = "pg_catalog";

  private final Base base;
  private final Set<Identifier> asked;
  private final Map<String, String> names;
  private final Map<Long, Stamped<Relation>> relations;
  private final Map<Identifier, Relation> byName = new HashMap<>();
  private final Map<Long, Type> rowTypes;
  private final Map<String, List<Type>> rowTypesByName;
  private final Map<Long, SqlBody> bodies;
  private final Map<Long, Set<Long>> dependents;

  /** A snapshot with no relation yet. */
  public Snapshot(Base base) {
    this(base, Set.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  private Snapshot(
      Base base,
      Set<Identifier> asked,
      Map<String, String> names,
      Map<Long, Stamped<Relation>> relations,
      Map<Long, Type> rowTypes,
      Map<Long, SqlBody> bodies,
      Map<Long, Set<Long>> dependents) {
    this.base = base;
    this.asked = asked;
    this.names = names;
    this.relations = relations;
    this.rowTypes = rowTypes;
    this.rowTypesByName = rowTypes.values().stream().collect(Collectors.groupingBy(Type::name));
    this.bodies = bodies;
    this.dependents = dependents;
    for (Stamped<Relation> each : relations.values()) {
      Relation relation = each.value();
      byName.put(Identifier.of(relation.schema(), relation.name()), relation);
    }
  }

  /**
   * What was read for some needs.
   *
   * @param needs what was asked for; a name that is not among the relations does not exist
   * @param names the stamps of the names: which relations, and arrays of their rows, have them
   * @param rowTypes types of rows of these relations, and of arrays of them
   */
  public record Loaded(
      Needs needs,
      Map<String, String> names,
      Collection<Stamped<Relation>> relations,
      Collection<Type> rowTypes,
      Map<Long, SqlBody> bodies,
      Map<Long, Set<Long>> dependents) {}

  /** This and more. */
  public Snapshot with(Loaded loaded) {
    Set<Identifier> moreAsked = new HashSet<>(asked);
    moreAsked.addAll(loaded.needs().names());
    Map<String, String> moreNames = new HashMap<>(names);
    moreNames.putAll(loaded.names());
    Map<Long, Stamped<Relation>> moreRelations = new HashMap<>(relations);
    loaded.relations().forEach(each -> moreRelations.put(each.value().oid(), each));
    Map<Long, Type> moreTypes = new HashMap<>(rowTypes);
    loaded.rowTypes().forEach(type -> moreTypes.put(type.oid(), type));
    Map<Long, SqlBody> moreBodies = new HashMap<>(bodies);
    moreBodies.putAll(loaded.bodies());
    Map<Long, Set<Long>> moreDependents = new HashMap<>(dependents);
    moreDependents.putAll(loaded.dependents());
    return new Snapshot(
        base, moreAsked, moreNames, moreRelations, moreTypes, moreBodies, moreDependents);
  }

  /** The same before any relation was asked for. */
  public Snapshot withoutRelations() {
    return new Snapshot(base);
  }

  /** How many relations are here. */
  public int size() {
    return relations.size();
  }

  Base base() {
    return base;
  }

  /** Which relations have a name; it must have been asked for. */
  String nameStamp(String name) {
    return names.getOrDefault(name, "");
  }

  /** The stamp of a relation that is here. */
  String relationStamp(long oid) {
    Stamped<Relation> relation = relations.get(oid);
    return relation == null ? "" : relation.stamp();
  }

  @Override
  public int serverVersion() {
    return base.serverVersion();
  }

  @Override
  public boolean showsCredentials() {
    return base.showsCredentials();
  }

  @Override
  public List<String> searchPath() {
    return base.path();
  }

  @Override
  public Optional<Relation> relation(Identifier name) {
    if (!known(name)) {
      throw missing(name);
    }
    if (name.schema() != null) {
      return Optional.ofNullable(byName.get(name));
    }
    return base.path().stream()
        .map(schema -> byName.get(Identifier.of(schema, name.name())))
        .filter(relation -> relation != null)
        .findFirst();
  }

  private boolean known(Identifier name) {
    return asked.contains(name)
        || (name.schema() != null
            && base.path().contains(name.schema())
            && asked.contains(Identifier.of(name.name())));
  }

  private static Missing missing(Identifier name) {
    return new Missing(Needs.names(Set.of(name)));
  }

  @Override
  public Relation relation(long oid) {
    Stamped<Relation> relation = relations.get(oid);
    if (relation == null) {
      throw new Missing(Needs.relations(Set.of(oid)));
    }
    return relation.value();
  }

  @Override
  public List<Function> functions(Identifier name) {
    return base.functions(name.name()).stream()
        .map(Stamped::value)
        .filter(function -> visible(name, function.schema()))
        .sorted(Comparator.comparingInt(function -> place(function.schema())))
        .toList();
  }

  private boolean visible(Identifier name, String schema) {
    return name.schema() == null ? place(schema) >= 0 : name.schema().equals(schema);
  }

  private int place(String schema) {
    return base.path().indexOf(schema);
  }

  @Override
  public Optional<Function> function(long oid) {
    return Optional.ofNullable(base.function(oid)).map(Stamped::value);
  }

  @Override
  public List<Operator> operators(Identifier symbol) {
    return base.operators(symbol.name()).stream()
        .map(Stamped::value)
        .filter(operator -> visible(symbol, operator.schema()))
        .sorted(Comparator.comparingInt(operator -> place(operator.schema())))
        .toList();
  }

  @Override
  public Optional<Operator> operator(long oid) {
    return Optional.ofNullable(base.operator(oid)).map(Stamped::value);
  }

  /** Most types are the system's, whose schema nearly always comes first: no relation is asked. */
  @Override
  public Optional<Type> type(Identifier name) {
    List<Type> types = base.types(name.name());
    boolean first = !base.path().isEmpty() && base.path().getFirst().equals(SYSTEM);
    boolean system = SYSTEM.equals(name.schema()) || (name.schema() == null && first);
    if (system) {
      Optional<Type> found =
          types.stream().filter(type -> type.schema().equals(SYSTEM)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    if (!known(name)) {
      throw missing(name);
    }
    Type best = null;
    for (Type type : types) {
      best = visible(name, type.schema()) ? nearer(best, type) : best;
    }
    for (Type type : rowTypesByName.getOrDefault(name.name(), List.of())) {
      best = visible(name, type.schema()) ? nearer(best, type) : best;
    }
    return Optional.ofNullable(best);
  }

  private Type nearer(@Nullable Type one, Type other) {
    return one == null || place(other.schema()) < place(one.schema()) ? other : one;
  }

  @Override
  public Type type(long oid) {
    Stamped<Type> type = base.type(oid);
    Type row = type == null ? rowTypes.get(oid) : type.value();
    if (row == null) {
      throw new Missing(new Needs(Set.of(), Set.of(), Set.of(oid), Set.of(), Set.of()));
    }
    return row;
  }

  @Override
  public Optional<Cast> cast(long source, long target) {
    return Optional.ofNullable(base.cast(source, target));
  }

  @Override
  public List<Cast> casts() {
    return base.casts().stream().filter(cast -> cast.function() != 0).toList();
  }

  @Override
  public List<OperatorClass> operatorClasses() {
    return base.classes();
  }

  @Override
  public Set<Long> dependents(long relation) {
    Set<Long> found = dependents.get(relation);
    if (found == null) {
      throw new Missing(new Needs(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(relation)));
    }
    return found;
  }

  @Override
  public SqlBody body(long function) {
    SqlBody body = bodies.get(function);
    if (body == null) {
      throw new Missing(new Needs(Set.of(), Set.of(), Set.of(), Set.of(function), Set.of()));
    }
    return body;
  }
}
