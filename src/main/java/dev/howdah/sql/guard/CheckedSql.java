package dev.howdah.sql.guard;

import java.util.List;
import java.util.Set;

/**
 * A statement that the gate has allowed. Only {@link Guard} makes one.
 *
 * <p>What it proves holds for the catalogue that it was judged by; whoever runs it makes sure that
 * this has not changed.
 */
public final class CheckedSql {

  private final String text;
  private final Shape shape;
  private final Set<Access.RelationName> targets;
  private final boolean discreet;
  private final boolean setsSequence;
  private final List<String> omitted;
  private final StarList.Place place;

  CheckedSql(
      String text,
      Shape shape,
      Set<Access.RelationName> targets,
      boolean discreet,
      boolean setsSequence,
      List<String> omitted,
      StarList.Place place) {
    this.text = text;
    this.shape = shape;
    this.targets = Set.copyOf(targets);
    this.discreet = discreet;
    this.setsSequence = setsSequence;
    this.omitted = List.copyOf(omitted);
    this.place = place;
  }

  /**
   * What is sent to the server: the agent's own text, but that a star over a table with blocked
   * columns has become the list of the others.
   */
  public String text() {
    return text;
  }

  /** The command, as PostgreSQL's command tags begin: {@code SELECT}, {@code CREATE TABLE}. */
  public String command() {
    return shape.command();
  }

  /** What it does; {@code SELECT} alone for what only reads. */
  public Set<Operation> operations() {
    return shape.operations();
  }

  /** Whether it needs a transaction that may write. */
  public boolean writes() {
    return shape.writes();
  }

  /** Whether it is an EXPLAIN already. */
  public boolean explains() {
    return shape.explains();
  }

  /**
   * The relations that it writes to, and for a definition all that it names; what is in a schema,
   * or not a relation, stands as the name of that. A schema itself has the name {@code *}.
   */
  public Set<Access.RelationName> targets() {
    return targets;
  }

  /** Whether it says CASCADE, and so drops what depends on what it names. */
  public boolean cascades() {
    return shape.cascades();
  }

  /**
   * Whether PostgreSQL's own details (which may quote a row) must be kept from the caller, because
   * a relation at hand has columns that are blocked.
   */
  public boolean discreet() {
    return discreet;
  }

  /** Whether it sets a sequence, which is kept when the statement is rolled back. */
  public boolean setsSequence() {
    return setsSequence;
  }

  /** Columns that a star left out. */
  public List<String> omitted() {
    return omitted;
  }

  /**
   * A position in the agent's own text.
   *
   * @param sent the same in the text that is sent; both in characters (code points) from 1
   */
  public int position(int sent) {
    return place.before(sent);
  }

  @Override
  public String toString() {
    return text;
  }
}
