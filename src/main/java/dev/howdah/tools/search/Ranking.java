package dev.howdah.tools.search;

import dev.howdah.tools.search.Wanted.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds what fits and puts the best first; {@code docs/search.md} states the rule. */
final class Ranking {

  private static final int THOUSANDTHS = 1000;

  /** Shorter words are like too many others. */
  private static final int SHORTEST_LIKE = 4;

  private final Inventory inventory;
  private final @Nullable ObjectType type;
  private final @Nullable String schema;
  private final List<Hit> hits = new ArrayList<>();

  /**
   * A ranking of what is in an inventory.
   *
   * @param type null for every type
   * @param schema null for every schema
   */
  Ranking(Inventory inventory, @Nullable ObjectType type, @Nullable String schema) {
    this.inventory = inventory;
    this.type = type;
    this.schema = schema;
  }

  /** What fits, best first. */
  List<Hit> of(Wanted wanted) {
    Glob pattern = wanted.pattern();
    if (pattern != null) {
      look(target -> byPattern(target, pattern));
    } else {
      byWords(wanted);
    }
    hits.sort(Hit.ORDER);
    return List.copyOf(hits);
  }

  private void look(Consumer<Target> eye) {
    Target.each(inventory, type, schema, eye);
  }

  private void byPattern(Target target, Glob pattern) {
    String name = target.name().text();
    Name table = target.table();
    String inTable = table == null ? name : table + "." + name;
    boolean fits =
        pattern.matches(name)
            || (table != null && pattern.matches(inTable))
            || (target.schema() != null && pattern.matches(target.schema() + "." + inTable));
    if (fits) {
      add(target, 1, Match.EXACT.score() * THOUSANDTHS, Match.EXACT);
    }
  }

  private void byWords(Wanted wanted) {
    boolean[] known = new boolean[wanted.words().size()];
    look(
        target -> {
          for (int i = 0; i < known.length; i++) {
            known[i] = known[i] || match(target, wanted.words().get(i)).own();
          }
        });
    List<@Nullable Similar> similar = new ArrayList<>();
    for (int i = 0; i < known.length; i++) {
      Word word = wanted.words().get(i);
      similar.add(
          known[i] || word.text().length() < SHORTEST_LIKE ? null : new Similar(word.text()));
    }
    look(target -> byWords(target, wanted, similar));
  }

  private void byWords(Target target, Wanted wanted, List<@Nullable Similar> similar) {
    if (wanted.words().size() > 1 && wanted.whole().equals(target.name().joined())) {
      add(target, wanted.words().size(), Match.EXACT.score() * THOUSANDTHS, Match.EXACT);
      return;
    }
    int fitting = 0;
    int score = 0;
    boolean own = false;
    Match best = Match.NONE;
    for (int i = 0; i < wanted.words().size(); i++) {
      Match match = match(target, wanted.words().get(i));
      Similar likeness = similar.get(i);
      if (match == Match.NONE && likeness != null && likeness.to(target.name())) {
        match = Match.SIMILAR;
      }
      fitting += match == Match.NONE ? 0 : 1;
      score += match.score();
      own |= match.own();
      best = match.better(best) ? match : best;
    }
    if (own) {
      add(target, fitting, score * THOUSANDTHS / wanted.words().size(), best);
    }
  }

  /**
   * What an extension brought comes after what was made here, and an index, whose name mostly
   * repeats others, after what it belongs to.
   */
  private void add(Target target, int words, int score, Match match) {
    boolean less = target.extension() != null || target.type() == ObjectType.INDEX;
    hits.add(new Hit(words, less ? score / 2 : score, match, target));
  }

  private static Match match(Target target, Word word) {
    Match match = match(target.name(), word);
    if (match != Match.NONE) {
      return match;
    }
    Name table = target.table();
    if (table != null && ofWhatItBelongsTo(table, word)) {
      return Match.TABLE;
    }
    String comment = target.comment();
    if (comment != null && says(comment.toLowerCase(Locale.ROOT), word)) {
      return Match.COMMENT;
    }
    Name schema = target.schema();
    return schema != null && ofWhatItBelongsTo(schema, word) ? Match.SCHEMA : Match.NONE;
  }

  private static Match match(Name name, Word word) {
    if (name.lower().equals(word.text()) || name.joined().equals(word.stem())) {
      return Match.EXACT;
    }
    if (name.lower().startsWith(word.text())) {
      return Match.PREFIX;
    }
    if (name.words().contains(word.text()) || name.stems().contains(word.stem())) {
      return Match.WORD;
    }
    return name.lower().contains(word.text()) ? Match.SUBSTRING : Match.NONE;
  }

  private static boolean ofWhatItBelongsTo(Name name, Word word) {
    return name.stems().contains(word.stem()) || name.lower().equals(word.text());
  }

  private static boolean says(String comment, Word word) {
    // A plural differs from its singular in the end.
    String start = word.stem().substring(0, Math.max(1, word.stem().length() - 1));
    for (int at = comment.indexOf(start); at >= 0; at = comment.indexOf(start, at + 1)) {
      if (at > 0 && Character.isLetterOrDigit(comment.charAt(at - 1))) {
        continue;
      }
      int end = at;
      while (end < comment.length() && Character.isLetterOrDigit(comment.charAt(end))) {
        end++;
      }
      String found = comment.substring(at, end);
      if (found.equals(word.text()) || Name.singular(found).equals(word.stem())) {
        return true;
      }
    }
    return false;
  }

  /** Likeness to a word, found out once for each name. */
  private static final class Similar {
    private final Likeness likeness;
    private final Map<String, Boolean> known = new HashMap<>();

    Similar(String word) {
      this.likeness = new Likeness(word);
    }

    boolean to(Name name) {
      return known.computeIfAbsent(
          name.lower(),
          lower -> likeness.enough(lower) || name.words().stream().anyMatch(likeness::enough));
    }
  }
}
