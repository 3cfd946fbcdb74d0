package dev.howdah.mcp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URI with variables in braces (RFC 6570, level 1: simple string expansion), and perhaps with
 * {@code {?name}} at its end, which may be left out.
 */
final class UriTemplate {

  private static final Pattern VARIABLE = Pattern.compile("\\{(\\??)(\\w+)}");

  private final List<String> variables = new ArrayList<>();
  private final Pattern pattern;

  UriTemplate(String template) {
    StringBuilder regex = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(template);
    int literal = 0;
    while (matcher.find()) {
      String name = matcher.group(2);
      regex
          .append(Pattern.quote(template.substring(literal, matcher.start())))
          .append(matcher.group(1).isEmpty() ? "([^/?#]+)" : "(?:\\?" + name + "=([^&#]+))?");
      variables.add(name);
      literal = matcher.end();
    }
    pattern = Pattern.compile(regex.append(Pattern.quote(template.substring(literal))).toString());
  }

  List<String> variables() {
    return variables;
  }

  /** The variables' values, percent-decoded, when the URI fits. */
  Optional<Map<String, String>> match(String uri) {
    Matcher matcher = pattern.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      try {
        String encoded = matcher.group(i + 1);
        if (encoded != null) {
          String plus = encoded.replace("+", "%2B");
          values.put(variables.get(i), URLDecoder.decode(plus, StandardCharsets.UTF_8));
        }
      } catch (IllegalArgumentException notPercentEncoded) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
