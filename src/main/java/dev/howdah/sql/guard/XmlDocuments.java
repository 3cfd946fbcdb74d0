package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Texts that are read as XML. The declarations of a document can give each of its elements
 * attributes, so that it takes memory by the square of its length, two gigabytes for 400 kB.
 */
final class XmlDocuments {

  /** Bytes of a text of which it is not known what it says. */
  private static final long MOST_MADE = 10_000;

  /** Characters of a literal that has declarations. */
  private static final int MOST_DECLARED = 2_000;

  /** The type of a document with declarations of its own; that of an HTML page has none. */
  private static final Pattern DECLARATIONS =
      Pattern.compile("<!DOCTYPE(?:[^<>\\[\"']++|\"[^\"]*+\"|'[^']*+')*+\\[");

  private static final Pattern DECLARING =
      Pattern.compile("<!(?:ATTLIST|ENTITY|ELEMENT|DOCTYPE[^<>]*\\[)");

  /** The array type called as a function. */
  private static final String ARRAY = "_xml";

  /** They read their first argument. */
  private static final Set<String> READING =
      Set.of(
          "xml",
          ARRAY,
          "xml_in",
          "xml_is_well_formed",
          "xml_is_well_formed_document",
          "xml_is_well_formed_content",
          "xml_valid",
          "xpath_string",
          "xpath_number",
          "xpath_bool",
          "xpath_list",
          "xpath_nodeset",
          "xslt_process");

  private final Sizes sizes;

  XmlDocuments(Sizes sizes) {
    this.sizes = sizes;
  }

  /**
   * Looks at what this node reads as XML, and at every literal, since any may be read so.
   *
   * @throws Refusal when it is too long
   */
  void check(Node node) {
    if (node.is("A_Const")) {
      literal(node);
    }
    if (node.is("FuncCall") && READING.contains(Bombs.name(node))) {
      boolean array = Bombs.name(node).equals(ARRAY);
      node.list("args").stream().limit(1).forEach(text -> value(text, array));
    }
    if (Sizes.parses(node)) {
      text(node.list("args").getFirst());
    }
    for (Conversions.Conversion one : Conversions.of(node)) {
      if (Sizes.type(one.type()).equals("xml")) {
        switch (one.from()) {
          case VALUE -> value(one.value(), one.type().has("arrayBounds"));
          case JSON -> made(one.value());
          case XML -> {}
        }
      }
    }
  }

  /** A literal of an array may hide what it says behind backslashes. */
  private void value(Node value, boolean array) {
    text(value);
    if (array) {
      made(value);
    }
  }

  private static void literal(Node constant) {
    String text = Sizes.text(constant);
    if (text.length() > MOST_DECLARED && DECLARATIONS.matcher(text).find()) {
      throw Refusal.gate(
          "A document with declarations in its DOCTYPE may have "
              + MOST_DECLARED
              + " characters here, because it can need memory by the square of its length; leave"
              + " the declarations out.",
          "<!DOCTYPE",
          constant.location());
    }
  }

  /** A literal has been looked at. */
  private void text(Node text) {
    if (sizes.literal(text) == null) {
      declared(text);
      made(text);
    }
  }

  /** How long the rest is may not be known. */
  private static void declared(Node part) {
    if (DECLARING.matcher(Sizes.text(part)).find()) {
      throw Refusal.gate(
          "A text that the statement puts together may have no declarations of a DOCTYPE where it"
              + " is read as XML, because each of its elements can get attributes by them; leave"
              + " them out.",
          "<!DOCTYPE",
          part.location());
    }
    part.children().forEach(XmlDocuments::declared);
  }

  /** It may be hidden what it says, also in a literal of JSON. */
  private void made(Node text) {
    if (sizes.of(text) > MOST_MADE) {
      throw Refusal.gate(
          "A text that the statement puts together may have "
              + MOST_MADE
              + " bytes where it is read as XML, because what it declares cannot be seen; write the"
              + " document as one literal, or build it with xmlelement() and xmlagg().",
          "xml",
          text.location());
    }
  }
}
