package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.parser.Node;
import java.util.List;

/** Types as they are written. */
final class TypeNames {

  private final Reading reading;

  TypeNames(Reading reading) {
    this.reading = reading;
  }

  /** The type that a {@code TypeName} means, noted; {@link Types#UNDECIDED} when there is none. */
  long read(Node name) {
    var type = find(name);
    reading.notes.type(type, name.location());
    return type;
  }

  long find(Node name) {
    if (name.flag("pct_type") || name.flag("setof")) {
      throw new Unsupported("TypeName.pct_type", name.location());
    }
    var written = identifier(name);
    var scalar =
        catalogue()
            .type(written)
            .filter(reading::knows)
            .map(type -> type.oid())
            .orElse(Types.UNDECIDED);
    if (scalar == Types.UNDECIDED) {
      reading.notes.unknownType(written.name(), name.location());
    }
    if (name.list("arrayBounds").isEmpty() || scalar == Types.UNDECIDED) {
      return scalar;
    }
    var array = reading.types.array(scalar);
    return array == Types.NONE ? Types.UNDECIDED : array;
  }

  /** Whether a length or precision is written, so that values have to be fitted to it. */
  static boolean modified(Node name) {
    return name.has("typmods");
  }

  private Catalogue catalogue() {
    return reading.catalogue;
  }

  private static Identifier identifier(Node name) {
    return identifier(name.list("names"), name);
  }

  /** A possibly qualified name from a list of strings. */
  static Identifier identifier(List<Node> parts, Node of) {
    if (parts.isEmpty() || parts.size() > 3) {
      throw new Unsupported(of.kind() + " of " + parts.size() + " names", of.location());
    }
    var last = text(parts.getLast(), of);
    return parts.size() == 1
        ? Identifier.of(last)
        : Identifier.of(text(parts.get(parts.size() - 2), of), last);
  }

  static String text(Node part, Node of) {
    var text = part.is("String") ? part.text("sval") : null;
    if (text == null || text.isEmpty()) {
      throw new Unsupported(of.kind() + " named by " + part.kind(), of.location());
    }
    return text;
  }
}
