package dev.howdah.tool;

/**
 * One thing a client can call.
 *
 * <p>Schemas, checks and documentation follow from the two records and their {@link Param}s. An
 * implementation holds no state and may be called by many threads at once.
 *
 * @param <A> the arguments, a record of {@link Param} components
 * @param <R> the result, a record; its components become the properties of {@code
 *     structuredContent}, in snake_case
 */
public interface Tool<A extends Record, R extends Record> {

  ToolSpec<A, R> spec();

  /**
   * Runs the tool.
   *
   * @throws dev.howdah.error.CallException when the caller can understand why it failed
   * @throws InputRequired when the client has to answer something first; the tool is then called
   *     again with the answers, so nothing may have been changed before
   */
  R call(A arguments, Call call);
}
