package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Paths into JSON that compare several values with several, as in {@code $.a[*] < $.b[*]}, and look
 * for no cancel request meanwhile.
 */
final class JsonPaths {

  private static final Set<String> FUNCTIONS =
      Set.of(
          "jsonb_path_exists",
          "jsonb_path_exists_tz",
          "jsonb_path_match",
          "jsonb_path_match_tz",
          "jsonb_path_query",
          "jsonb_path_query_tz",
          "jsonb_path_query_array",
          "jsonb_path_query_array_tz",
          "jsonb_path_query_first",
          "jsonb_path_query_first_tz",
          "jsonb_path_exists_opr",
          "jsonb_path_match_opr");

  private static final Set<String> OPERATORS = Set.of("@@", "@?");

  /** Another value of the document, or of the variables, on the right. */
  private static final Pattern COMPARED = Pattern.compile("(==|!=|<>|<=?|>=?)[-+(\\s]*[@$]");

  /** A comparison takes some 20 nanoseconds; two values are no shorter than four bytes. */
  private static final double OF_A_PAIR = 5;

  private JsonPaths() {}

  static boolean follows(String name) {
    return FUNCTIONS.contains(name) || OPERATORS.contains(name);
  }

  /** In pairs of bytes. */
  static double work(Node document, Node path, Sizes sizes) {
    double bytes = sizes.of(document);
    return compares(path, sizes) ? OF_A_PAIR * bytes * bytes : bytes * sizes.of(path);
  }

  /** A path that is not written out may; what a function gives is taken for a tsquery. */
  private static boolean compares(Node path, Sizes sizes) {
    Node literal = sizes.literal(path);
    if (literal != null) {
      String text = Sizes.text(literal);
      return text.contains("/*") || COMPARED.matcher(text).find();
    }
    return !path.is("FuncCall");
  }
}
