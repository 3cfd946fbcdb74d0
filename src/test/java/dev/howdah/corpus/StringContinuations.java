package dev.howdah.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Texts of strings that go on after a line break, in all their forms, with what looks like the end
 * of a statement inside or outside of them. Made anew from a seed: none of them is written down.
 */
final class StringContinuations {

  private static final List<String> OPENINGS = List.of("'", "E'", "e'", "N'", "B'", "X'", "U&'");
  private static final List<String> CONTENTS =
      List.of("", "a", "\\", "\\\\", "''", "\\'", ";", " ; ", "--", "/*", "*/", "$$", "\"", "\n");
  private static final List<String> GAPS =
      List.of(
          "\n",
          " \n ",
          "\r",
          "\r\n",
          "\n\n",
          " -- x\n",
          " --\n ",
          "\t\n\f",
          " ",
          " /* x */ ",
          "\n/* x */\n");
  private static final List<String> ENDINGS =
      List.of(
          "",
          ";",
          " ; ",
          "; select 2",
          " as x; select 2 --",
          " -- '",
          " /* ' */",
          " || ''",
          "; --");

  private StringContinuations() {}

  static List<String> some(int count, long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder("select ").append(any(OPENINGS, random));
      int parts = 1 + random.nextInt(3);
      for (int part = 0; part < parts; part++) {
        if (part > 0) {
          text.append(any(GAPS, random)).append('\'');
        }
        int contents = random.nextInt(4);
        for (int j = 0; j < contents; j++) {
          text.append(any(CONTENTS, random));
        }
        text.append('\'');
      }
      texts.add(text.append(any(ENDINGS, random)).toString());
    }
    return texts;
  }

  private static String any(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
