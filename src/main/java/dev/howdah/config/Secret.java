package dev.howdah.config;

/** A text that is used but never shown: it prints as {@code ***}. */
public final class Secret {

  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /** The text itself, for the one place that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && text.equals(secret.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
