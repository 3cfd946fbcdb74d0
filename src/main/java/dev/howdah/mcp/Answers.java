package dev.howdah.mcp;

import dev.howdah.tool.Call;
import dev.howdah.tool.Question;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a client has answered to the questions of one call so far. */
final class Answers {

  private final Map<String, ObjectNode> asked = new LinkedHashMap<>();
  private final Map<String, ObjectNode> volunteered = new LinkedHashMap<>();
  private final Map<String, ObjectNode> kept = new LinkedHashMap<>();

  /** Answers to questions that were put in this very call. */
  void putAsked(Map<String, ObjectNode> answers) {
    asked.putAll(answers);
  }

  /** An answer that came without proof that it was asked for. */
  void putVolunteered(String key, ObjectNode answer) {
    volunteered.put(key, answer);
  }

  Map<String, ObjectNode> asked() {
    return asked;
  }

  /** What a question of this very call kept for its answer. */
  void keep(String key, ObjectNode what) {
    kept.put(key, what);
  }

  Map<String, ObjectNode> kept() {
    return kept;
  }

  /**
   * The answer to a question that kept something, or null while there is none. Who has the question
   * knows whether it fits.
   */
  Call.@Nullable Answered answered(String key) {
    ObjectNode answer = asked.get(key);
    ObjectNode with = kept.get(key);
    return answer != null && with != null ? new Call.Answered(answer, with) : null;
  }

  /** The answer to a question, or null while there is none. */
  @Nullable ObjectNode to(String key, Question question) {
    ObjectNode answer = asked.get(key);
    if (answer == null && !question.sealed()) {
      answer = volunteered.get(key);
    }
    return answer != null && question.fits(answer) ? answer : null;
  }
}
