package dev.howdah.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with the settings, one sentence each, none of which shows a secret. */
final class Problems {

  private static final Pattern CREDENTIALS = Pattern.compile("//[^/\\s]*@");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.<>-]{1,80}");
  private static final int LONGEST = 80;

  private final Set<String> sentences = new LinkedHashSet<>();
  private final List<String> secrets = new ArrayList<>();

  void add(String sentence) {
    sentences.add(sentence);
  }

  /** Remembers a text that no sentence may show. */
  void hide(String secret) {
    if (secret.length() > 3) {
      secrets.add(secret);
    }
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  List<String> sentences() {
    return sentences.stream().map(this::hidden).toList();
  }

  private String hidden(String sentence) {
    String shown = sentence;
    for (String secret : secrets) {
      shown = shown.replace(secret, "***");
    }
    return shown;
  }

  /** A value in quotes, cut where it is long and without the credentials of a URL in it. */
  static String quoted(String value) {
    String shown = withoutCredentials(value);
    return '"' + (shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown) + '"';
  }

  static String withoutCredentials(String value) {
    return CREDENTIALS.matcher(value).replaceAll("//***@");
  }

  /** A name somebody typed, if it looks like one: a stray word may be a part of a secret. */
  static String name(String typed) {
    return NAME.matcher(typed).matches() ? typed : "(not shown)";
  }
}
