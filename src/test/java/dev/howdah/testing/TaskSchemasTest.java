package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.tool.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The schema of tasks lets good messages pass, and no others. */
final class TaskSchemasTest {

  private static final String TASK =
      "'taskId':'t','createdAt':'2026-11-21T10:00:00Z','lastUpdatedAt':'2026-11-21T10:00:01Z'";

  private final TaskSchemas schemas = new TaskSchemas();

  private List<String> problems(String members, @Nullable String asked) {
    String full = "{'jsonrpc':'2.0'," + members.replace("TASK", TASK) + "}";
    JsonNode message = Json.MAPPER.readTree(full.replace('\'', '"'));
    assertThat(TaskSchemas.knows(message, asked)).isTrue();
    return schemas.problems(message, asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "tools/call   | 'id':1,'result':{TASK,'resultType':'task','status':'working','ttlMs':5}",
        "tools/call   | 'id':1,'result':{TASK,'resultType':'task','status':'working','ttlMs':null}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'working','ttlMs':5}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'completed','ttlMs':5,'result':{}}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'failed','ttlMs':5,'error':{'code':1,'message':''}}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'input_required','ttlMs':5,'inputRequests':{'a':{}}}",
        "tasks/update | 'id':1,'result':{'resultType':'complete','_meta':{}}",
        "-            | 'method':'notifications/tasks','params':{TASK,'status':'cancelled','ttlMs':5}"
      })
  void takesWhatIsRight(@Nullable String asked, String members) {
    assertThat(problems(members, asked)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "tools/call   | 'id':1,'result':{TASK,'resultType':'task','status':'working'}",
        "tools/call   | 'id':1,'result':{TASK,'resultType':'task','status':'working','ttlMs':5,'ttl':5}",
        "tools/call   | 'id':1,'result':{TASK,'resultType':'task','status':'submitted','ttlMs':5}",
        "tools/call   | 'id':1,'result':{TASK,'resultType':'task','status':'working','ttlMs':5,'result':{}}",
        "tools/call   | 'id':1,'result':{'taskId':'t','createdAt':'now','lastUpdatedAt':'now','resultType':'task','status':'working','ttlMs':5}",
        "tasks/get    | 'id':1,'result':{TASK,'status':'working','ttlMs':5}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'completed','ttlMs':5}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'working','ttlMs':5,'result':{}}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'failed','ttlMs':5,'error':{'code':1}}",
        "tasks/get    | 'id':1,'result':{TASK,'resultType':'complete','status':'input_required','ttlMs':5,'inputRequests':{}}",
        "tasks/cancel | 'id':1,'result':{'resultType':'complete','status':'cancelled'}",
        "-            | 'id':1,'method':'notifications/tasks','params':{TASK,'status':'cancelled','ttlMs':5}",
        "-            | 'method':'notifications/tasks','params':{TASK,'status':'completed','ttlMs':5}"
      })
  void findsWhatIsWrong(@Nullable String asked, String members) {
    assertThat(problems(members, asked)).isNotEmpty();
  }
}
