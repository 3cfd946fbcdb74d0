package dev.howdah.mcp;

import dev.howdah.error.Printable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request that is answered with a JSON-RPC error. */
public final class ProtocolException extends RuntimeException {

  /** JSON-RPC 2.0, section 5.1, and MCP 2026-07-28, Overview, Error Codes. */
  public static final int PARSE_ERROR = -32700;

  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;
  public static final int RESOURCE_NOT_FOUND = -32002;
  public static final int HEADER_MISMATCH = -32020;
  public static final int MISSING_CLIENT_CAPABILITY = -32021;
  public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

  private final int code;
  private final transient @Nullable ObjectNode data;

  public ProtocolException(int code, String message) {
    this(code, message, null);
  }

  public ProtocolException(int code, String message, @Nullable ObjectNode data) {
    super(Printable.of(message), null, false, false);
    this.code = code;
    this.data = data;
  }

  static ProtocolException invalidParams(String message) {
    return new ProtocolException(INVALID_PARAMS, message);
  }

  public int code() {
    return code;
  }

  public @Nullable ObjectNode data() {
    return data;
  }
}
