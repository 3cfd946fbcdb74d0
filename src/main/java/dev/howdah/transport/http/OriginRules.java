package dev.howdah.transport.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who may call from a browser, and under which name: the guard against DNS rebinding (MCP,
 * Streamable HTTP, Security).
 */
final class OriginRules {

  /** RFC 6454, section 6.2, for pages that came over the web. */
  private static final Pattern ORIGIN = Pattern.compile("https?://(?<authority>[^/]+)");

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<name>\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]+)?");

  private final List<String> origins;
  private final List<String> hosts;

  OriginRules(HttpSettings settings) {
    this.origins =
        settings.allowedOrigins().stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
    this.hosts =
        Stream.concat(settings.allowedHosts().stream(), Stream.of(settings.host()))
            .map(host -> bracketed(host.toLowerCase(Locale.ROOT)))
            .toList();
  }

  /** Why the exchange is refused, or nothing when it is not. */
  Optional<String> refusal(HttpExchange exchange) {
    Optional<String> host = exchange.header("Host");
    if (host.isPresent() && !known(host.get())) {
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
    Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    return origins.contains(origin.toLowerCase(Locale.ROOT))
        || (parts.matches() && known(parts.group("authority")));
  }

  private boolean known(String authority) {
    Matcher parts = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return false;
    }
    String name = parts.group("name");
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}")
        || hosts.contains(name);
  }

  /** As it stands in a Host header. */
  private static String bracketed(String host) {
    return host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[")
        ? "[" + host + "]"
        : host;
  }
}
