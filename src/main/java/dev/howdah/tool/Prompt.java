package dev.howdah.tool;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message, or several, that a user can have written by the server. */
public interface Prompt {

  String name();

  default @Nullable String title() {
    return null;
  }

  String description();

  List<Argument> arguments();

  /** The tools that it names; a caller who lacks one of them does not have the prompt. */
  default List<String> tools() {
    return List.of();
  }

  /** The messages; {@code arguments} holds every required one, and not blank. */
  List<Message> messages(Map<String, String> arguments, Call call);

  /**
   * Values for an argument that begin as asked.
   *
   * @param known what the others hold already, as far as they are chosen
   */
  default Suggestions complete(
      String argument, String value, Map<String, String> known, Call call) {
    return Suggestions.NONE;
  }

  record Argument(String name, String description, boolean required) {}

  record Message(Role role, Content content) {}

  /** Who says it. */
  enum Role {
    USER,
    ASSISTANT
  }
}
