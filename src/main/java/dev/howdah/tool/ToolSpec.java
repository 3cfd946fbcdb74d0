package dev.howdah.tool;

/**
 * What a client is told about a tool, beside its schemas.
 *
 * @param name snake_case, unique (MCP 2026-07-28, Tools: 1 to 128 of {@code [A-Za-z0-9_.-]})
 * @param title for people
 * @param description for a model: what it answers, when to use it, what an empty result means,
 *     which tool comes next
 * @param hints what a client may assume of a call
 * @param usesDatabase whether the tool takes the argument {@code database}
 */
public record ToolSpec<A extends Record, R extends Record>(
    String name,
    String title,
    String description,
    Hints hints,
    boolean usesDatabase,
    Class<A> arguments,
    Class<R> result) {

  /** A tool that reads from a database and changes nothing. */
  public static <A extends Record, R extends Record> ToolSpec<A, R> readOnly(
      String name, String title, String description, Class<A> arguments, Class<R> result) {
    return new ToolSpec<>(name, title, description, Hints.READ_ONLY, true, arguments, result);
  }

  /** The same tool for a server, not for one of its databases. */
  public ToolSpec<A, R> withoutDatabase() {
    return new ToolSpec<>(name, title, description, hints, false, arguments, result);
  }

  /**
   * The annotations of MCP, Tools.
   *
   * @param openWorld whether it reaches beyond the configured databases
   */
  public record Hints(
      boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    /** Changes nothing and may be repeated. */
    public static final Hints READ_ONLY = new Hints(true, false, true, false);
  }
}
