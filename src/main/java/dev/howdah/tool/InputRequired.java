package dev.howdah.tool;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call cannot go on before the client has answered.
 *
 * <p>Not a failure: it leaves the handler, and the handler is called again with the answers.
 */
public final class InputRequired extends RuntimeException {

  private final transient Map<String, Question> questions;

  public InputRequired(Map<String, Question> questions) {
    super("The client has to answer first", null, false, false);
    this.questions = new LinkedHashMap<>(questions);
  }

  /** What is asked, by the key under which the answer is expected; in the order of asking. */
  public Map<String, Question> questions() {
    return new LinkedHashMap<>(questions);
  }
}
