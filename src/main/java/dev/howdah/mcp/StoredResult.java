package dev.howdah.mcp;

import dev.howdah.tool.Json;
import dev.howdah.tool.JsonOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A result that was encoded before, with members that are added to it. The encoded part is copied
 * into the message as it is and never read, so it may be of any size.
 */
final class StoredResult extends ObjectNode {

  private static final int EMPTY = 2;

  private final transient byte[] encoded;

  /**
   * A result.
   *
   * @param encoded a JSON object with a member or more, in UTF-8; not copied
   * @throws IllegalStateException when it cannot be that, and would damage the message
   */
  StoredResult(byte[] encoded) {
    super(JsonNodeFactory.instance);
    if (encoded.length <= EMPTY || encoded[0] != '{' || encoded[encoded.length - 1] != '}') {
      throw new IllegalStateException("a stored result is no JSON object");
    }
    this.encoded = encoded;
  }

  /** A result as it is kept. */
  static byte[] encode(ObjectNode result) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Json.write(out, result);
    return out.toByteArray();
  }

  @Override
  public void serialize(JsonGenerator json, SerializationContext context) {
    JsonOutput.raw(json, this::writeTo);
  }

  private void writeTo(OutputStream out) throws IOException {
    if (!isEmpty()) {
      ObjectNode added = Json.object();
      properties().forEach(member -> added.set(member.getKey(), member.getValue()));
      byte[] members = encode(added);
      out.write(members, 0, members.length - 1);
      out.write(',');
      out.write(encoded, 1, encoded.length - 1);
    } else {
      out.write(encoded);
    }
  }
}
