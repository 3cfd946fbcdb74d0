package dev.howdah.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement that we wrote: its values come by name ({@code :table}), its object names by {@code
 * {table}}, and so may a piece of it that there is in two forms.
 *
 * <p>Neither is looked for inside strings, quoted names, dollar quotes or comments, and {@code ::}
 * stays a cast. An array slice needs a space: {@code a[1 : n]}.
 */
public final class Sql {

  private final String template;
  private final Map<String, Identifier> names;
  private final Map<String, String> pieces;
  private final boolean kept;

  /** Made at the first use, when all names are there; twice at worst. */
  private volatile @Nullable Numbered numbered;

  private Sql(
      String template, Map<String, Identifier> names, Map<String, String> pieces, boolean kept) {
    this.template = template;
    this.names = Map.copyOf(names);
    this.pieces = Map.copyOf(pieces);
    this.kept = kept;
  }

  /** Takes a text that stands in our source. */
  public static Sql of(@CompileTimeConstant final String text) {
    return new Sql(text, Map.of(), Map.of(), false);
  }

  /** Takes a text that stands in a file beside a class of ours. */
  public static Sql resource(Class<?> beside, @CompileTimeConstant final String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + file + " beside " + beside.getName());
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Sql(text, Map.of(), Map.of(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a quoted name in the place of {@code {placeholder}}. */
  public Sql with(@CompileTimeConstant final String placeholder, Identifier identifier) {
    Map<String, Identifier> all = new HashMap<>(names);
    all.put(placeholder, identifier);
    return new Sql(template, all, pieces, kept);
  }

  /** Puts a piece of text of ours, which may have parameters, in the place of a placeholder. */
  public Sql with(
      @CompileTimeConstant final String placeholder, @CompileTimeConstant final String piece) {
    Map<String, String> all = new HashMap<>(pieces);
    all.put(placeholder, piece);
    return new Sql(template, names, all, kept);
  }

  /** The same with another text of ours, which has no names and no pieces of its own. */
  public Sql with(@CompileTimeConstant final String placeholder, Sql piece) {
    Map<String, String> all = new HashMap<>(pieces);
    all.put(placeholder, piece.template);
    return new Sql(template, names, all, kept);
  }

  /**
   * The same for the server to keep with a plan that it makes once, whatever the values: for a text
   * that is asked often, whose best plan does not depend on them, and which casts each of them,
   * because they come as texts.
   */
  public Sql kept() {
    return new Sql(template, names, pieces, true);
  }

  /** Whether the server may keep it. */
  public boolean keeps() {
    return kept;
  }

  /** The statement with {@code $1…$n} for its named parameters. */
  public Numbered numbered() {
    Numbered known = numbered;
    if (known == null) {
      String text = template;
      for (var piece : pieces.entrySet()) {
        text = text.replace("{" + piece.getKey() + "}", piece.getValue());
      }
      known = new Numbering(text, names).numbered();
      numbered = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return template;
  }

  /**
   * A statement as the server reads it.
   *
   * @param text with {@code $1…$n}
   * @param parameters the name of each, {@code $1} first
   */
  public record Numbered(String text, List<String> parameters) {
    public Numbered {
      parameters = List.copyOf(parameters);
    }
  }
}
