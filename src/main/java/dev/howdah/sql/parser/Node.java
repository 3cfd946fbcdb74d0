package dev.howdah.sql.parser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One node of PostgreSQL's raw parse tree. Immutable.
 *
 * <p>Kinds and fields are named as in PostgreSQL's {@code parsenodes.h} and {@code primnodes.h}. A
 * field that has its default, which is 0, false, the empty string, an empty list or no node, is
 * absent. Asking for a field as something that it is not throws {@link IllegalStateException}.
 */
public final class Node {

  /** The kind of an element of a list that PostgreSQL left empty. */
  public static final String NULL = "Null";

  private final String kind;
  private final String[] names;
  private final Object[] values;

  private final boolean located;

  /**
   * Takes ownership of both arrays.
   *
   * @param values each a Node, a List of Node, a String, an Integer or a Boolean
   * @param located whether nodes of the kind have a location
   */
  Node(String kind, String[] names, Object[] values, boolean located) {
    this.kind = kind;
    this.names = names;
    this.values = values;
    this.located = located;
  }

  /** A node that stands in no text: without fields and without a location. */
  public static Node of(String kind) {
    return new Node(kind, new String[0], new Object[0], false);
  }

  /** The same with other children. */
  public Node with(UnaryOperator<Node> change) {
    Object[] changed = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      changed[i] =
          switch (values[i]) {
            case Node child -> change.apply(child);
            case List<?> list -> list.stream().map(child -> change.apply((Node) child)).toList();
            default -> values[i];
          };
    }
    return new Node(kind, names, changed, located);
  }

  /**
   * The same with that field, which it may have had.
   *
   * @param value a Node, a List of Node, a String, an Integer or a Boolean
   */
  public Node with(String field, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      fields.put(names[i], values[i]);
    }
    fields.put(field, value);
    return new Node(
        kind, fields.keySet().toArray(String[]::new), fields.values().toArray(), located);
  }

  /**
   * {@code SelectStmt}, {@code ColumnRef}, …; never null, also where PostgreSQL's own output omits
   * it.
   */
  public String kind() {
    return kind;
  }

  /** Whether this is of that kind. */
  public boolean is(String wanted) {
    return kind.equals(wanted);
  }

  /** Whether the field is present, which is to say not at its default. */
  public boolean has(String field) {
    return value(field) != null;
  }

  /** The child in that field; null when absent. */
  public @Nullable Node node(String field) {
    return value(field, Node.class);
  }

  /** The child in that field, which must be there. */
  public Node child(String field) {
    Node child = node(field);
    if (child == null) {
      throw new IllegalStateException(kind + " has no " + field);
    }
    return child;
  }

  /**
   * The children in that field; empty when absent. An empty element is of the kind {@link #NULL}.
   */
  @SuppressWarnings("unchecked") // Lists are made of nodes only, by Tree.
  public List<Node> list(String field) {
    List<Node> list = (List<Node>) value(field, List.class);
    return list == null ? List.of() : list;
  }

  /** A string, or the name of an enumeration's value; null when absent. */
  public @Nullable String text(String field) {
    return value(field, String.class);
  }

  /** A string, or the name of an enumeration's value. */
  public String text(String field, String byDefault) {
    String text = text(field);
    return text == null ? byDefault : text;
  }

  /** A number; 0 when absent. */
  public int number(String field) {
    Integer number = value(field, Integer.class);
    return number == null ? 0 : number;
  }

  /** A flag; false when absent. */
  public boolean flag(String field) {
    Boolean flag = value(field, Boolean.class);
    return flag != null && flag;
  }

  /**
   * Where this stands in the text, as an offset in bytes of UTF-8; -1 when PostgreSQL does not say.
   */
  public int location() {
    return located ? number("location") : -1;
  }

  /** The present fields, in PostgreSQL's order. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    Collections.addAll(fields, names);
    return Collections.unmodifiableSet(fields);
  }

  /** The direct children, those in lists among them, in PostgreSQL's order. */
  public List<Node> children() {
    List<Node> children = new ArrayList<>();
    for (Object value : values) {
      switch (value) {
        case Node child -> children.add(child);
        case List<?> list -> list.forEach(child -> children.add((Node) child));
        default -> {}
      }
    }
    return Collections.unmodifiableList(children);
  }

  private @Nullable Object value(String field) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(field)) {
        return values[i];
      }
    }
    return null;
  }

  private <T> @Nullable T value(String field, Class<T> type) {
    Object value = value(field);
    if (value == null) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          kind + "." + field + " is no " + type.getSimpleName() + " but " + value.getClass());
    }
    return type.cast(value);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(kind).append('{');
    for (int i = 0; i < names.length; i++) {
      out.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(values[i]);
    }
    return out.append('}').toString();
  }
}
