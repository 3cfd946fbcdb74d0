package dev.howdah.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Makes nodes of the parser's JSON.
 *
 * <p>It takes nothing that it does not know: a field with an object of unknown kind, a value of
 * another type, or more than {@value #MAX_DEPTH} levels are a {@link ParserFault}.
 */
final class TreeReader {

  /** Levels of objects and arrays; a sum of some 490 terms reaches it. */
  static final int MAX_DEPTH = 1000;

  private static final Node NOTHING = new Node(Node.NULL, new String[0], new Object[0], false);

  private final Structs structs = new Structs();
  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /**
   * Reads a whole answer.
   *
   * @param textLength of the parsed text, in bytes of UTF-8
   */
  Parsed read(byte[] answer, int textLength) {
    try (JsonParser in = json.createParser(ObjectReadContext.empty(), answer)) {
      expect(in.nextToken(), JsonToken.START_OBJECT);
      int version = 0;
      List<Parsed.Statement> statements = List.of();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "version" -> version = in.getIntValue();
          case "stmts" -> statements = statements(in, textLength);
          default -> throw new ParserFault("unknown field " + name + " beside the statements");
        }
      }
      return new Parsed(version, statements);
    } catch (JacksonException e) {
      throw new ParserFault("the parse tree is not readable");
    }
  }

  private List<Parsed.Statement> statements(JsonParser in, int textLength) {
    expect(in.currentToken(), JsonToken.START_ARRAY);
    List<Parsed.Statement> statements = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Node raw = node(in, "RawStmt");
      Node statement = raw.node("stmt");
      if (statement == null) {
        throw new ParserFault("a statement without a node");
      }
      int location = raw.number("stmt_location");
      int length = raw.has("stmt_len") ? raw.number("stmt_len") : textLength - location;
      statements.add(new Parsed.Statement(statement, location, length));
    }
    return statements;
  }

  /** Reads the fields of a node whose kind is known. */
  private Node node(JsonParser in, String kind) {
    expect(in.currentToken(), JsonToken.START_OBJECT);
    List<String> names = new ArrayList<>(4);
    List<Object> values = new ArrayList<>(4);
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      names.add(name);
      values.add(value(in, kind, name));
    }
    return new Node(kind, names.toArray(String[]::new), values.toArray(), structs.located(kind));
  }

  private Object value(JsonParser in, String kind, String field) {
    return switch (in.currentToken()) {
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT -> in.getIntValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_ARRAY -> list(in);
      case START_OBJECT -> {
        String struct = structs.kind(kind, field);
        yield struct == null ? named(in, kind + "." + field) : node(in, struct);
      }
      case null, default -> throw new ParserFault(kind + "." + field + " is " + in.currentToken());
    };
  }

  private List<Node> list(JsonParser in) {
    List<Node> nodes = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      expect(in.currentToken(), JsonToken.START_OBJECT);
      Node node = namedOrNothing(in);
      nodes.add(node == null ? NOTHING : node);
    }
    return List.copyOf(nodes);
  }

  private Node named(JsonParser in, String where) {
    Node node = namedOrNothing(in);
    if (node == null) {
      throw new ParserFault(where + " has no kind");
    }
    return node;
  }

  /** Reads an object with one field, which is named as the kind of what it holds; null for none. */
  private @Nullable Node namedOrNothing(JsonParser in) {
    if (in.nextToken() == JsonToken.END_OBJECT) {
      return null;
    }
    String kind = in.currentName();
    if (!Character.isUpperCase(kind.charAt(0))) {
      throw new ParserFault("a node of unknown kind with the field " + kind);
    }
    in.nextToken();
    Node node = node(in, kind);
    expect(in.nextToken(), JsonToken.END_OBJECT);
    return node;
  }

  private static void expect(@Nullable JsonToken token, JsonToken wanted) {
    if (token != wanted) {
      throw new ParserFault("the parse tree has " + token + " in the place of " + wanted);
    }
  }
}
