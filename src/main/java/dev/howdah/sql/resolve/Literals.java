package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.Node;
import java.math.BigInteger;
import java.util.Locale;

/** The types of constants. PostgreSQL manual, SQL Syntax, Constants. */
final class Literals {

  private Literals() {}

  static Value value(Node constant) {
    if (constant.flag("isnull") || constant.has("sval")) {
      return Value.UNKNOWN;
    }
    if (constant.has("boolval")) {
      return Value.of(BuiltIn.BOOL);
    }
    if (constant.has("bsval")) {
      return Value.of(BuiltIn.BIT);
    }
    var number = constant.node("fval");
    if (number != null) {
      return Value.of(number(number.text("fval", "")));
    }
    if (constant.has("ival")) {
      return Value.of(BuiltIn.INT4);
    }
    throw new Unsupported("A_Const", constant.location());
  }

  /** Of a number that the grammar does not take for an {@code int}. */
  private static long number(String text) {
    var digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    var negative = digits.startsWith("-");
    var plain = negative ? digits.substring(1) : digits;
    var radix =
        plain.startsWith("0x") ? 16 : plain.startsWith("0o") ? 8 : plain.startsWith("0b") ? 2 : 10;
    BigInteger value;
    try {
      value = new BigInteger(radix == 10 ? plain : plain.substring(2), radix);
    } catch (NumberFormatException e) {
      return BuiltIn.NUMERIC;
    }
    var bits = (negative ? value.negate() : value).bitLength();
    return bits < 32 ? BuiltIn.INT4 : bits < 64 ? BuiltIn.INT8 : BuiltIn.NUMERIC;
  }
}
