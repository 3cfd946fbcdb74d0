package dev.howdah.sql.catalog;

import dev.howdah.sql.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one database knows, at one moment. Immutable and thread-safe.
 *
 * <p>Types, functions, operators and casts are all here; relations and the bodies of SQL functions
 * only once somebody has asked for them, because a database may have very many. Asking for one that
 * is not here yet throws {@link Missing}; whoever holds the connection loads it and starts again.
 *
 * <p>Object identifiers are PostgreSQL's OIDs, from 1 to 2^32 - 1; 0 stands for none, as there.
 */
public interface Catalogue {

  /** The server's version as PostgreSQL numbers it: 180001. */
  int serverVersion();

  /**
   * Whether settings of the server hold a way to another server, and the login may see them by
   * itself or in a role that it may take.
   */
  boolean showsCredentials();

  /** The pinned search path: existing schemas, {@code pg_catalog} among them, in order. */
  List<String> searchPath();

  /**
   * The relation that a name means: in its schema, or else the first on the search path; empty when
   * there is none.
   *
   * @throws Missing when it has to be loaded first
   */
  Optional<Relation> relation(Identifier name);

  /**
   * The relation with an OID.
   *
   * @throws Missing when it has to be loaded first
   */
  Relation relation(long oid);

  /** Functions, aggregates, window functions and procedures by name, in the search path's order. */
  List<Function> functions(Identifier name);

  Optional<Function> function(long oid);

  /** Operators by symbol, in the search path's order. */
  List<Operator> operators(Identifier symbol);

  Optional<Operator> operator(long oid);

  /**
   * The type that a name means, in its catalogue spelling: {@code int4}, not {@code integer}.
   *
   * @throws Missing when it may be a relation's row type that has to be loaded first
   */
  Optional<Type> type(Identifier name);

  /**
   * The type with an OID.
   *
   * @throws Missing when it is a relation's row type that has to be loaded first
   */
  Type type(long oid);

  Optional<Cast> cast(long source, long target);

  /** All casts that run a function. */
  List<Cast> casts();

  /** The operator classes that run a function which did not come with the server. */
  List<OperatorClass> operatorClasses();

  /**
   * OIDs of other relations that rest on one: views and rules that read it, tables with foreign
   * keys to it, with policies that read it, or with defaults that move it.
   *
   * @throws Missing when they have to be loaded first
   */
  Set<Long> dependents(long relation);

  /**
   * What a function in the language {@code sql} does.
   *
   * @throws Missing when it has to be loaded first
   */
  SqlBody body(long function);

  /** Something that is in the database but not in this catalogue yet. */
  final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Needs needs;

    public Missing(Needs needs) {
      super(needs.toString(), null, false, false);
      this.needs = needs;
    }

    public Needs needs() {
      return needs;
    }
  }

  /**
   * What has to be loaded.
   *
   * @param names relations or row types by name
   * @param relations relations by OID
   * @param types row types by OID
   * @param bodies functions by OID
   * @param dependents relations by OID whose dependents are asked for
   */
  record Needs(
      Set<Identifier> names,
      Set<Long> relations,
      Set<Long> types,
      Set<Long> bodies,
      Set<Long> dependents) {

    public Needs {
      names = Set.copyOf(names);
      relations = Set.copyOf(relations);
      types = Set.copyOf(types);
      bodies = Set.copyOf(bodies);
      dependents = Set.copyOf(dependents);
    }

    /** Names alone. */
    public static Needs names(Set<Identifier> names) {
      return new Needs(names, Set.of(), Set.of(), Set.of(), Set.of());
    }

    /** Relations alone. */
    public static Needs relations(Set<Long> relations) {
      return new Needs(Set.of(), relations, Set.of(), Set.of(), Set.of());
    }
  }
}
