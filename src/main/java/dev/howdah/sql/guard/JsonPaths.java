package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Paths into JSON that compare several values with several, as in {@code $.a[*] < $.b[*]}, and look
 * for no cancel request meanwhile.
 */
final class JsonPaths {

  /** Another value of the document, or of the variables, on the right. */
  private static final Pattern COMPARED = Pattern.compile("(==|!=|<>|<=?|>=?)[-+(\\s]*[@$]");

  /** A comparison takes some 20 nanoseconds; two values are no shorter than four bytes. */
  private static final double OF_A_PAIR = 5;

  private JsonPaths() {}

  /** In pairs of bytes. */
  static double work(Node document, Node path, List<Node> variables, Sizes sizes) {
    double bytes = Sizes.added(sizes.of(document), sizes.sum(variables));
    return compares(path, sizes) ? OF_A_PAIR * bytes * bytes : bytes * sizes.of(path);
  }

  /** A path that is not written out may; after {@code @@} may also stand a tsquery. */
  private static boolean compares(Node path, Sizes sizes) {
    Node literal = sizes.literal(path);
    if (literal != null) {
      String text = Sizes.text(literal);
      return text.contains("/*") || COMPARED.matcher(text).find();
    }
    return !path.is("FuncCall") || Attributes.is(path) || !Bombs.name(path).contains("tsquery");
  }
}
