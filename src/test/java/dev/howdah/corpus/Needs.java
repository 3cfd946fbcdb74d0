package dev.howdah.corpus;

import java.util.Arrays;
import java.util.List;

/**
 * What a server must have for a case to mean anything, as words: {@code ext:dblink}, {@code
 * pg>=17}, {@code pg<18}.
 */
record Needs(List<String> words) {

  static final Needs NOTHING = new Needs(List.of());

  Needs {
    words = List.copyOf(words);
  }

  static Needs parse(String text) {
    return new Needs(Arrays.stream(text.strip().split("\\s+")).toList());
  }

  Needs and(Needs other) {
    return new Needs(
        java.util.stream.Stream.concat(words.stream(), other.words.stream()).distinct().toList());
  }

  boolean metBy(int major) {
    return words.stream().allMatch(word -> met(word, major));
  }

  private static boolean met(String word, int major) {
    if (word.startsWith("ext:")) {
      return Extensions.on(major).contains(word.substring(4));
    }
    if (word.startsWith("pg>=")) {
      return major >= Integer.parseInt(word.substring(4));
    }
    if (word.startsWith("pg<")) {
      return major < Integer.parseInt(word.substring(3));
    }
    throw new IllegalArgumentException("no such need: " + word);
  }
}
