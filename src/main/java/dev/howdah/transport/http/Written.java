package dev.howdah.transport.http;

import dev.howdah.mcp.Outgoing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A message as it goes over the wire.
 *
 * @param json in UTF-8, without line ends
 * @param errorCode the code of a JSON-RPC error, 0 for anything else
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record Written(byte[] json, int errorCode) {

  static Written of(Outgoing message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Written(out.toByteArray(), message.errorCode());
  }
}
