package dev.howdah.mcp;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The headers that mirror a request's body (MCP 2026-07-28, Streamable HTTP, Request Metadata), so
 * that what a gateway routed by is what we run.
 */
public final class HeaderRules {

  private static final String PREFIX = "=?base64?";
  private static final String SUFFIX = "?=";

  private HeaderRules() {}

  /**
   * Checks a request that stands alone against its headers.
   *
   * @param header the value of a header by its name, whatever its case
   * @throws ProtocolException {@code -32602} for incomplete metadata, {@code -32020} where header
   *     and body differ, {@code -32022} for a revision that is not ours; in this order
   */
  public static void check(
      Message.Request request, McpServer server, Function<String, Optional<String>> header) {
    String version = request.meta().path(Meta.PROTOCOL_VERSION).stringValue(null);
    if (version == null || !(request.meta().get(Meta.CLIENT_CAPABILITIES) instanceof ObjectNode)) {
      McpServer.revision(request);
    }
    same("MCP-Protocol-Version", header, version);
    McpServer.revision(request);
    same("Mcp-Method", header, request.method());
    String name = nameOf(request);
    if (name != null) {
      String value = decoded("Mcp-Name", required("Mcp-Name", header));
      if (!value.equals(name)) {
        throw mismatch("Mcp-Name is \"" + value + "\", the body says \"" + name + "\"");
      }
    }
    if (request.method().equals("tools/call") && name != null) {
      JsonNode arguments = request.params().path("arguments");
      server
          .features()
          .tool(name)
          .ifPresent(tool -> parameters(tool.descriptor().inputSchema(), arguments, header));
    }
  }

  private static @Nullable String nameOf(Message.Request request) {
    String parameter =
        switch (request.method()) {
          case "tools/call", "prompts/get" -> "name";
          case "resources/read" -> "uri";
          case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
          default -> null;
        };
    return parameter == null ? null : request.params().path(parameter).stringValue(null);
  }

  private static void parameters(
      ObjectNode schema, JsonNode arguments, Function<String, Optional<String>> header) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode value = arguments.path(property.getKey());
              JsonNode mirrored = property.getValue().get("x-mcp-header");
              if (mirrored != null && mirrored.isString()) {
                parameter("Mcp-Param-" + mirrored.stringValue(), value, header);
              } else if (property.getValue() instanceof ObjectNode nested) {
                parameters(nested, value, header);
              }
            });
  }

  private static void parameter(
      String name, JsonNode value, Function<String, Optional<String>> header) {
    if (value.isMissingNode() || value.isNull()) {
      if (header.apply(name).isPresent()) {
        throw mismatch(name + " is there, but the body has no such argument");
      }
      return;
    }
    String given = decoded(name, required(name, header));
    if (!equal(given, value)) {
      throw mismatch(name + " is \"" + given + "\", the body says " + value);
    }
  }

  private static boolean equal(String header, JsonNode value) {
    if (value.isNumber()) {
      try {
        return new BigDecimal(header).compareTo(value.decimalValue()) == 0;
      } catch (NumberFormatException notANumber) {
        return false;
      }
    }
    return header.equals(value.isString() ? value.stringValue() : value.toString());
  }

  private static void same(
      String name, Function<String, Optional<String>> header, @Nullable String expected) {
    String value = required(name, header);
    if (!value.equals(expected)) {
      throw mismatch(name + " is \"" + value + "\", the body says \"" + expected + "\"");
    }
  }

  private static String required(String name, Function<String, Optional<String>> header) {
    return header
        .apply(name)
        .map(String::strip)
        .orElseThrow(() -> mismatch("the header " + name + " is missing"));
  }

  /** The value behind the Base64 sentinel, or the value itself. */
  private static String decoded(String name, String value) {
    if (!value.startsWith(PREFIX)
        || !value.endsWith(SUFFIX)
        || value.length() < PREFIX.length() + SUFFIX.length()) {
      if (value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c > '~'))) {
        throw mismatch(name + " has characters that need the Base64 form");
      }
      return value;
    }
    String encoded = value.substring(PREFIX.length(), value.length() - SUFFIX.length());
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      if (encoded.length() % 4 != 0) {
        throw mismatch(name + " is not padded Base64");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw mismatch(name + " is not Base64 of UTF-8 text");
    }
  }

  private static ProtocolException mismatch(String what) {
    return new ProtocolException(
        ProtocolException.HEADER_MISMATCH, "Header mismatch: " + what + ".");
  }
}
