package dev.howdah.transport.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may call from a browser, and under which name: the guard against DNS rebinding (MCP,
 * Streamable HTTP, Security).
 */
final class OriginRules {

  private final List<String> origins;
  private final List<String> hosts;

  OriginRules(HttpSettings settings) {
    this.origins = settings.allowedOrigins();
    this.hosts =
        Stream.concat(settings.allowedHosts().stream(), Stream.of(settings.host()))
            .map(host -> host.toLowerCase(Locale.ROOT))
            .toList();
  }

  /** Why the exchange is refused, or nothing when it is not. */
  Optional<String> refusal(HttpExchange exchange) {
    Optional<String> host = exchange.header("Host");
    if (host.isPresent() && !known(hostName(host.get()))) {
      return Optional.of(
          "The host " + host.get() + " is not served here; allow it by http.allowed-hosts.");
    }
    return exchange
        .header("Origin")
        .filter(origin -> !allowed(origin))
        .map(
            origin ->
                "Pages of "
                    + origin
                    + " may not call this server; allow them by"
                    + " http.allowed-origins.");
  }

  private boolean allowed(String origin) {
    if (origins.contains(origin)) {
      return true;
    }
    try {
      String name = URI.create(origin).getHost();
      return name != null && known(name.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }

  private boolean known(String name) {
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.\\d{1,3}){3}")
        || hosts.contains(name);
  }

  private static String hostName(String header) {
    int colon = header.startsWith("[") ? header.indexOf(']') + 1 : header.indexOf(':');
    return (colon > 0 ? header.substring(0, colon) : header).toLowerCase(Locale.ROOT);
  }
}
