package dev.howdah.mcp;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long and for whom a client may keep a result (MCP 2026-07-28, Caching).
 *
 * @param shared whether every caller gets the same
 */
record Caching(Duration ttl, boolean shared) {

  private static final String TTL = "ttlMs";

  static Optional<Caching> of(String method) {
    return switch (method) {
      case "server/discover" -> Optional.of(new Caching(Duration.ofHours(1), true));
      case "tools/list", "prompts/list", "resources/list", "resources/templates/list" ->
          Optional.of(new Caching(Duration.ofMinutes(1), false));
      case "resources/read" -> Optional.of(new Caching(Duration.ZERO, false));
      default -> Optional.empty();
    };
  }

  /** Has this result be asked for again at the next need. */
  static void forbid(ObjectNode result) {
    result.put(TTL, 0);
  }

  /** Adds what the result does not say itself. */
  void addTo(ObjectNode result) {
    if (!result.has(TTL)) {
      result.put(TTL, ttl.toMillis());
    }
    result.put("cacheScope", shared ? "public" : "private");
  }
}
