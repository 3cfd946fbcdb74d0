package dev.howdah.task;

import dev.howdah.task.TaskException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How much a store keeps. Sizes are those before compression.
 *
 * @param maxOpen most tasks of one owner that have not ended
 * @param maxKept most tasks of one owner, with those that have ended and are kept for their ttl;
 *     for one more, those that ended first are deleted
 * @param maxRequestBytes largest request, in UTF-8
 * @param maxQuestions most questions in the whole life of a task
 * @param maxInputBytes largest question and largest answer, in UTF-8
 * @param maxResultBytes largest result or error
 * @param gzipFrom results from this size on are compressed
 */
public record TaskLimits(
    int maxOpen,
    int maxKept,
    int maxRequestBytes,
    int maxQuestions,
    int maxInputBytes,
    int maxResultBytes,
    int gzipFrom) {

  private static final int LONGEST_KEY = 200;

  public TaskLimits {
    if (maxOpen < 1 || maxKept < maxOpen) {
      throw new IllegalArgumentException(
          "an owner has 1 open task or more and as many kept, was %d and %d"
              .formatted(maxOpen, maxKept));
    }
    if (Math.min(Math.min(maxRequestBytes, maxInputBytes), maxResultBytes) < 1) {
      throw new IllegalArgumentException("sizes are 1 byte or more");
    }
    if (maxQuestions < 0 || gzipFrom < 0) {
      throw new IllegalArgumentException("limits are not negative");
    }
  }

  /**
   * 100 open and 1,000 kept tasks an owner, requests and inputs of 1 MiB, 64 questions, results of
   * 16 MiB, compressed from 4 KiB on.
   */
  public static TaskLimits standard() {
    return new TaskLimits(100, 1000, 1 << 20, 64, 1 << 20, 16 << 20, 4 << 10);
  }

  /**
   * Checks a request.
   *
   * @throws TaskException {@code TOO_LARGE}
   */
  public void checkRequest(String request) {
    checkSize("A request", request, maxRequestBytes);
  }

  /**
   * Checks questions or answers, by key.
   *
   * @throws TaskException {@code TOO_LARGE}
   */
  public void checkInputs(Map<String, String> inputs) {
    inputs.forEach(
        (key, text) -> {
          TaskText.opaque("a key", key);
          TaskText.opaque("an input", text);
          if (key.length() > LONGEST_KEY) {
            throw new TaskException(
                Reason.TOO_LARGE, "The key of a question has at most 200 characters.");
          }
          checkSize("A question or an answer", text, maxInputBytes);
        });
  }

  private static void checkSize(String what, String text, int most) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > most) {
      throw new TaskException(
          Reason.TOO_LARGE,
          "%s of %,d bytes is more than the %,d that are kept.".formatted(what, bytes, most));
    }
  }

  /**
   * Checks whether an owner may have one task more that has not ended.
   *
   * @param open how many the owner has
   * @throws TaskException {@code TOO_MANY}
   */
  public void checkOpen(long open) {
    if (open >= maxOpen) {
      throw new TaskException(
          Reason.TOO_MANY,
          "At most %,d tasks run or wait at a time; wait for one to end, or cancel one."
              .formatted(maxOpen));
    }
  }

  /**
   * How many of an owner's ended tasks have to go before there is room for one more.
   *
   * @param kept how many tasks the owner has, those that have ended included
   */
  public long surplus(long kept) {
    return Math.max(0, kept - maxKept + 1);
  }

  /**
   * Checks how many questions a task asks in its life.
   *
   * @throws TaskException {@code TOO_MANY}
   */
  public void checkQuestions(int all) {
    if (all > maxQuestions) {
      throw new TaskException(
          Reason.TOO_MANY,
          "A task asks at most %,d questions in its life.".formatted(maxQuestions));
    }
  }
}
