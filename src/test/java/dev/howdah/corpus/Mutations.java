package dev.howdah.corpus;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Other ways to write the same statement. */
final class Mutations {

  /** Names of the shop and of functions, none of them a keyword anywhere. */
  private static final Set<String> NAMES =
      Set.of(
          "accounts",
          "audit",
          "customers",
          "orders",
          "users",
          "vault",
          "city",
          "credit",
          "total",
          "touch",
          "touch_stable",
          "touch_sum",
          "rowfn",
          "label",
          "twice",
          "joined",
          "pg_catalog",
          "pg_sleep",
          "pg_read_file",
          "pg_notify",
          "set_config",
          "lo_create",
          "nextval",
          "dblink",
          "query_to_xml",
          "pg_advisory_lock",
          "pg_authid",
          "pg_terminate_backend",
          "touchy_int",
          "generate_series",
          "jsonb_build_object",
          "string_agg",
          "count",
          "lower",
          "upper");

  /** Beside these the parser sees two words as one, and a comment between is a known difference. */
  private static final Set<String> JOINED = Set.of("not", "nulls", "with", "without", "uescape");

  private static final List<String> SPACES =
      List.of(" ", "  ", "\n", "\t", "\r\n", "\f", " \n ", "\n\n");
  private static final List<String> COMMENTS =
      List.of(
          "/**/", "/* ; */", "/* ' */", "/* \" */", "/* $$ */", "/* /* */ */", "-- ;\n", "--\n");

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** The statement with the letters of its words in any case. */
  String recased(String sql) {
    return each(sql, Lexeme.Kind.WORD, this::mixed);
  }

  /** The statement with its known names in quotes, some with an escape. */
  String quoted(String sql) {
    return each(
        sql,
        Lexeme.Kind.WORD,
        word -> {
          String name = word.toLowerCase(Locale.ROOT);
          if (!NAMES.contains(name)) {
            return word;
          }
          int at = random.nextInt(name.length());
          return random.nextBoolean()
              ? '"' + name + '"'
              : "U&\"%s\\%04x%s\""
                  .formatted(name.substring(0, at), (int) name.charAt(at), name.substring(at + 1));
        });
  }

  /** The statement with other space between its words. */
  String respaced(String sql) {
    return between(sql, false);
  }

  /** The statement with comments between its words. */
  String commented(String sql) {
    return between(sql, true);
  }

  private String between(String sql, boolean comments) {
    List<Lexeme> pieces = Lexeme.of(sql);
    var text = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      Lexeme piece = pieces.get(i);
      boolean inside = i > 0 && i < pieces.size() - 1;
      if (piece.kind() != Lexeme.Kind.SPACE
          || !inside
          || fixed(pieces.get(i - 1))
          || fixed(pieces.get(i + 1))) {
        text.append(piece.text());
      } else if (comments) {
        text.append(' ').append(any(COMMENTS)).append(any(SPACES));
      } else {
        text.append(any(SPACES));
      }
    }
    return text.toString();
  }

  /** Whether the space beside it means something, or may. */
  private static boolean fixed(Lexeme piece) {
    return switch (piece.kind()) {
      case COMMENT, STRING -> true;
      case SPACE, NAME, OTHER -> false;
      case WORD -> JOINED.contains(piece.text().toLowerCase(Locale.ROOT));
    };
  }

  /** A query inside another. */
  String wrapped(String sql) {
    String inner = "(" + withoutEnd(sql) + "\n)";
    return switch (random.nextInt(7)) {
      case 0 -> inner;
      case 1 -> "select * from " + inner + " w";
      case 2 -> "with w as " + inner + " select count(*) from w";
      case 3 -> "with w as materialized " + inner + " select 1 from w";
      case 4 -> "select exists " + inner;
      case 5 -> inner + " union all " + inner;
      default -> "select count(*) from (values (1)) v cross join lateral " + inner + " w";
    };
  }

  /** The plan of it, which for an attack means running it. */
  String explained(String sql) {
    return (random.nextBoolean() ? "explain analyze " : "explain (analyze, format json) ")
        + withoutEnd(sql);
  }

  /** Whether the text is a query that can stand in parentheses. */
  static boolean wrappable(String sql) {
    return sql.strip().toLowerCase(Locale.ROOT).matches("(?s)\\(*(select|values|table|with)\\b.*");
  }

  private static String withoutEnd(String sql) {
    List<Lexeme> pieces = Lexeme.of(sql);
    int end = pieces.size();
    while (end > 0
        && (pieces.get(end - 1).kind() == Lexeme.Kind.SPACE
            || pieces.get(end - 1).kind() == Lexeme.Kind.COMMENT
            || pieces.get(end - 1).text().equals(";"))) {
      end--;
    }
    var text = new StringBuilder();
    pieces.subList(0, end).forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  private static String each(String sql, Lexeme.Kind kind, UnaryOperator<String> change) {
    var text = new StringBuilder();
    for (Lexeme piece : Lexeme.of(sql)) {
      text.append(piece.kind() == kind ? change.apply(piece.text()) : piece.text());
    }
    return text.toString();
  }

  private String mixed(String word) {
    var text = new StringBuilder(word);
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter < 0x80 && random.nextBoolean()) {
        text.setCharAt(
            i,
            Character.isUpperCase(letter)
                ? Character.toLowerCase(letter)
                : Character.toUpperCase(letter));
      }
    }
    return text.toString();
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
