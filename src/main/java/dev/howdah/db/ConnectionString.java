package dev.howdah.db;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads connection strings: URIs ({@code postgresql://…}, also {@code jdbc:postgresql://…} and
 * {@code postgresql+driver://…}) and {@code keyword=value} lists.
 *
 * <p>PostgreSQL manual, libpq: Connection Strings. Beyond it, a password may hold {@code @ : / #}
 * unescaped where only one reading makes sense. No message repeats a value, which may be a secret.
 */
final class ConnectionString {

  private static final Pattern SCHEME =
      Pattern.compile("(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?://(.*)", Pattern.DOTALL);

  /** Hosts as they follow the credentials: host, [IPv6] or /socket in %2F, with or without port. */
  private static final Pattern HOSTS =
      Pattern.compile(
          "(?:(?:\\[[^\\]]*\\]|[^:,/?#@\\[\\]]*)(?::\\d*)?(?:,|(?=[/?]|$)))*(?:[/?].*)?",
          Pattern.DOTALL);

  private final Map<Keyword, String> values = new EnumMap<>(Keyword.class);

  private ConnectionString() {}

  /**
   * The parameters that a connection string sets.
   *
   * @throws IllegalArgumentException with a sentence that says what would be right
   */
  static Map<Keyword, String> parse(String text) {
    var result = new ConnectionString();
    var uri = SCHEME.matcher(text.strip());
    if (uri.matches()) {
      result.uri(uri.group(1));
    } else if (text.contains("://")) {
      throw new IllegalArgumentException(
          "The connection string starts with another scheme than postgresql://, postgres:// or"
              + " jdbc:postgresql://.");
    } else if (text.startsWith("jdbc:postgresql:")) {
      result.uri("/" + text.substring("jdbc:postgresql:".length()));
    } else if (text.contains("=")) {
      result.keywords(text);
    } else if (text.matches("(?s).*[@:/].*")) {
      throw new IllegalArgumentException(
          "The connection string has no scheme; begin it with postgresql://, as in"
              + " postgresql://user@host:5432/database.");
    } else {
      result.put("dbname", text.strip());
    }
    return result.values;
  }

  private void uri(String rest) {
    int at = credentialsEnd(rest);
    if (at >= 0) {
      credentials(rest.substring(0, at));
    }
    String tail = rest.substring(at + 1);
    int query = tail.indexOf('?');
    String place = query < 0 ? tail : tail.substring(0, query);
    int slash = place.indexOf('/');
    if (slash >= 0) {
      putIfGiven("dbname", decode(place.substring(slash + 1)));
    }
    hosts(slash < 0 ? place : place.substring(0, slash));
    if (query >= 0) {
      query(tail.substring(query + 1));
    }
  }

  /** Where the {@code @} after user and password stands, or -1 when the URI names neither. */
  private static int credentialsEnd(String rest) {
    int authority = 0;
    while (authority < rest.length() && "/?".indexOf(rest.charAt(authority)) < 0) {
      authority++;
    }
    int at = rest.substring(0, authority).lastIndexOf('@');
    if (at >= 0 || HOSTS.matcher(rest).matches()) {
      return at;
    }
    int late = rest.lastIndexOf('@');
    return late >= 0 && HOSTS.matcher(rest.substring(late + 1)).matches() ? late : -1;
  }

  private void credentials(String text) {
    int colon = text.indexOf(':');
    putIfGiven("user", decode(colon < 0 ? text : text.substring(0, colon)));
    if (colon >= 0) {
      putIfGiven("password", decode(text.substring(colon + 1)));
    }
  }

  private void hosts(String text) {
    if (text.isEmpty()) {
      return;
    }
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      int end = one.startsWith("[") ? one.indexOf(']') + 1 : 0;
      int colon = one.indexOf(':', end);
      String host = colon < 0 ? one : one.substring(0, colon);
      hosts.add(decode(host.replaceAll("^\\[|\\]$", "")));
      ports.add(colon < 0 ? "" : one.substring(colon + 1));
    }
    putIfGiven("host", String.join(",", hosts));
    if (!ports.stream().allMatch(String::isEmpty)) {
      put("port", String.join(",", ports));
    }
  }

  private void query(String text) {
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "The connection string's parameter " + pair + " has no value; write " + pair + "=….");
      }
      String name = decode(pair.substring(0, equals));
      String value = decode(pair.substring(equals + 1));
      switch (name) {
        case "ssl" -> put("sslmode", value.equals("true") || value.isEmpty() ? "require" : value);
        case "currentSchema" -> put("options", "-c search_path=" + value.replace(" ", "\\ "));
        default -> put(name, value);
      }
    }
  }

  private void keywords(String text) {
    int at = 0;
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        return;
      }
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        throw new IllegalArgumentException(
            "The connection string ends in something that is not keyword=value.");
      }
      String name = text.substring(at, equals).strip();
      at = equals + 1;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      var value = new StringBuilder();
      at = value(text, at, value);
      put(name, value.toString());
    }
  }

  /** Reads a value, quoted or not, and returns where it ends. */
  private static int value(String text, int from, StringBuilder value) {
    boolean quoted = from < text.length() && text.charAt(from) == '\'';
    for (int at = quoted ? from + 1 : from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        value.append(text.charAt(at));
      } else if (quoted ? c == '\'' : Character.isWhitespace(c)) {
        return at + 1;
      } else {
        value.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("A quoted value in the connection string has no end.");
    }
    return text.length();
  }

  private void putIfGiven(String name, String value) {
    if (!value.isEmpty()) {
      put(name, value);
    }
  }

  private void put(String name, String value) {
    values.put(keyword(name, "The connection string"), value);
  }

  /** The keyword of a name, or a refusal that names the nearest one. */
  static Keyword keyword(String name, String where) {
    Keyword keyword =
        Keyword.named(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        where
                            + " has an unknown parameter "
                            + name
                            + "; did you mean "
                            + Keyword.nearest(name)
                            + "?"));
    if (keyword.use() == Keyword.Use.UNSUPPORTED) {
      throw new IllegalArgumentException(
          where + " sets " + keyword.text() + ", which is not supported here; remove it.");
    }
    return keyword;
  }

  /** Percent decoding; a {@code %} that starts no code stays, as it does in many passwords. */
  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    String escaped = text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
  }
}
