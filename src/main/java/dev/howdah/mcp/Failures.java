package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.tool.Json;
import dev.howdah.tool.ToolResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The only place that makes an answer of an exception. */
final class Failures {

  private static final Logger LOG = System.getLogger("dev.howdah");

  private Failures() {}

  /** A failed call as a tool result, for the model to mend. */
  static ToolResult result(CallException failure) {
    ObjectNode envelope = Json.object().put("status", "error");
    envelope.set("error", error(failure));
    return ToolResult.structured(envelope, true);
  }

  /** A failure outside a tool, where the protocol has no result to carry it. */
  static ProtocolException protocol(CallException failure) {
    return new ProtocolException(
        ProtocolException.INTERNAL_ERROR, failure.getMessage(), error(failure));
  }

  /** Anything unforeseen: a number for the client, the rest for the log. */
  static ProtocolException unforeseen(String method, Throwable fault) {
    String incident = UUID.randomUUID().toString().substring(0, 8);
    LOG.log(Level.ERROR, "Incident " + incident + " in " + method, fault);
    return new ProtocolException(
        ProtocolException.INTERNAL_ERROR,
        "Internal error; the server's log has the details under incident " + incident + ".",
        Json.object().put("incident", incident));
  }

  private static ObjectNode error(CallException failure) {
    ObjectNode error =
        Json.object().put("code", failure.code().code()).put("message", failure.getMessage());
    error.set("details", Json.MAPPER.valueToTree(failure.details()));
    return error;
  }
}
