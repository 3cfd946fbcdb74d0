package dev.howdah.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What became of a call.
 *
 * @param code such as {@code ERR_005}; empty where the statement was answered
 * @param sqlstate PostgreSQL's, if it said so, else empty
 * @param answer the structured content
 */
record Outcome(String code, String sqlstate, JsonNode answer) {

  /** The gate said no: refused, access denied, or not a valid request. */
  private static final Set<String> AT_THE_GATE = Set.of("ERR_005", "ERR_008", "ERR_011");

  /** PostgreSQL understood the text or a name in it not even so far that something could run. */
  private static final Set<String> NOT_UNDERSTOOD =
      Set.of(
          "3F000", "42601", "42703", "42725", "42804", "42846", "42883", "42P01", "42P02", "42P18");

  static Outcome of(JsonNode result) {
    JsonNode answer = result.path("structuredContent");
    boolean failed = result.path("isError").booleanValue(false);
    return new Outcome(
        failed ? answer.at("/error/code").stringValue("?") : "",
        answer.at("/error/details/sqlstate").stringValue(""),
        answer);
  }

  boolean answered() {
    return code.isEmpty();
  }

  /** What is said of a command that has been run and rolled back. */
  private static final String ROLLED_BACK = "Nothing of it was kept";

  /** Whether nothing of the statement was run: the gate or PostgreSQL's analysis turned it down. */
  boolean refused() {
    boolean atTheGate =
        AT_THE_GATE.contains(code) && sqlstate.isEmpty() && !message().contains(ROLLED_BACK);
    return atTheGate || notUnderstood();
  }

  /** Whether PostgreSQL said that the login has no right to a table or sequence. */
  boolean deniedTable() {
    return sqlstate.equals("42501")
        && message().matches("(?s).*permission denied for (table|view|sequence) .*");
  }

  boolean notUnderstood() {
    return !answered() && NOT_UNDERSTOOD.contains(sqlstate);
  }

  /** Where the answer is not what the case expects, one sentence each. */
  List<String> differences(Case test) {
    List<String> found = new ArrayList<>();
    compare("rows", answer.path("row_count").toString(), test, found);
    compare("columns", Integer.toString(answer.path("columns").size()), test, found);
    String column = answer.at("/columns/0").stringValue("");
    compare("first", answer.path("rows").path(0).path(column).toString(), test, found);
    return found;
  }

  private static void compare(String what, String is, Case test, List<String> found) {
    String expected = test.expected().get(what);
    if (expected != null && !expected.equals(is)) {
      found.add("expected %s %s, was %s".formatted(what, expected, is));
    }
  }

  private String message() {
    return answer.at("/error/message").stringValue("");
  }

  @Override
  public String toString() {
    if (answered()) {
      String rows = answer.path("rows").toString();
      return "ANSWERED " + (rows.length() <= 100 ? rows : rows.substring(0, 97) + "...");
    }
    return "%s %s %s".formatted(code, sqlstate, message().replace('\n', ' ')).replace("  ", " ");
  }
}
