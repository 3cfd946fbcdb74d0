package dev.howdah.config;

/**
 * Where a value comes from; an earlier kind beats a later one.
 *
 * @param name the flag, the variable, the file, or {@code default}
 */
record Source(Kind kind, String name) {

  enum Kind {
    FLAG,
    ENVIRONMENT,
    FILE,
    DEFAULT
  }

  static final Source DEFAULT = new Source(Kind.DEFAULT, "default");

  /** The source as the end of a sentence, or nothing for the default. */
  String after() {
    return kind == Kind.DEFAULT ? "" : " (from " + name + ")";
  }

  @Override
  public String toString() {
    return name;
  }
}
