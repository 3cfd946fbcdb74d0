package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator allows beyond what is decided already.
 *
 * @param functions functions by name
 * @param extensions extensions all of whose functions and foreign tables are allowed
 */
public record FunctionRules(List<Named> functions, Set<String> extensions) {

  /** Nothing beyond. */
  public static final FunctionRules NONE = new FunctionRules(List.of(), Set.of());

  /**
   * One or several functions.
   *
   * @param name the schema, and the function or {@code *}
   * @param arguments types of the input arguments; null for all functions of the name
   */
  public record Named(QualifiedName name, @Nullable List<String> arguments) {

    public Named {
      arguments = arguments == null ? null : List.copyOf(arguments);
    }

    /**
     * Reads {@code schema.name}, {@code schema.*} or {@code schema.name(type, type)}.
     *
     * @throws IllegalArgumentException when it is none; the message ends a sentence that names it
     */
    public static Named parse(String text) {
      int open = text.endsWith(")") ? text.lastIndexOf('(') : -1;
      var name = QualifiedName.parse(open < 0 ? text : text.substring(0, open).strip());
      if (name.parts().size() != 2 || name.parts().getFirst().every()) {
        throw new IllegalArgumentException("must be schema.name, schema.* or schema.name(types)");
      }
      if (open >= 0 && name.last().every()) {
        throw new IllegalArgumentException("has both * and types");
      }
      return new Named(name, open < 0 ? null : Signature.split(text.substring(open)));
    }

    /** Whether it means every function of a schema. */
    boolean wholeSchema() {
      return name.last().every();
    }

    boolean matches(Function function, Catalogue catalogue) {
      return name.parts().getFirst().is(function.schema())
          && name.last().is(function.name())
          && (arguments == null || new Signature(arguments).matches(function, catalogue));
    }
  }

  public FunctionRules {
    functions = List.copyOf(functions);
    extensions = Set.copyOf(extensions);
  }

  /** Whether the function itself is named. */
  boolean name(Function function, Catalogue catalogue) {
    return functions.stream()
        .anyMatch(named -> !named.wholeSchema() && named.matches(function, catalogue));
  }

  /** Whether the function's schema is open. */
  boolean open(Function function, Catalogue catalogue) {
    return functions.stream()
        .anyMatch(named -> named.wholeSchema() && named.matches(function, catalogue));
  }
}
