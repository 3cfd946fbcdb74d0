package dev.howdah.tool;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client is told about a tool, beside its schemas.
 *
 * @param name snake_case, unique (MCP 2026-07-28, Tools: 1 to 128 of {@code [A-Za-z0-9_.-]})
 * @param title for people
 * @param description for a model: what it answers, when to use it, what an empty result means,
 *     which tool comes next
 * @param hints what a client may assume of a call
 * @param usesDatabase whether the tool takes the argument {@code database}
 * @param tasks whether a call may become a task; if so the tool takes the argument {@code
 *     background}, which asks for one
 */
public record ToolSpec<A extends Record, R extends Record>(
    String name,
    String title,
    String description,
    Hints hints,
    boolean usesDatabase,
    Class<A> arguments,
    Class<R> result,
    TaskSupport tasks) {

  /** The argument that asks for a task. */
  public static final String BACKGROUND = "background";

  /** A tool whose calls are never tasks. */
  public ToolSpec(
      String name,
      String title,
      String description,
      Hints hints,
      boolean usesDatabase,
      Class<A> arguments,
      Class<R> result) {
    this(name, title, description, hints, usesDatabase, arguments, result, TaskSupport.FORBIDDEN);
  }

  /** A tool that reads from a database and changes nothing. */
  public static <A extends Record, R extends Record> ToolSpec<A, R> readOnly(
      String name, String title, String description, Class<A> arguments, Class<R> result) {
    return new ToolSpec<>(name, title, description, Hints.READ_ONLY, true, arguments, result);
  }

  /** The same tool for a server, not for one of its databases. */
  public ToolSpec<A, R> withoutDatabase() {
    return new ToolSpec<>(name, title, description, hints, false, arguments, result, tasks);
  }

  /** The same tool, whose calls may last, and then become tasks. */
  public ToolSpec<A, R> withTasks() {
    return new ToolSpec<>(
        name, title, description, hints, usesDatabase, arguments, result, TaskSupport.OPTIONAL);
  }

  /** The arguments that the tool takes beside its own. */
  List<String> common() {
    List<String> common = new ArrayList<>();
    if (usesDatabase) {
      common.add("database");
    }
    if (tasks != TaskSupport.FORBIDDEN) {
      common.add(BACKGROUND);
    }
    return common;
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
