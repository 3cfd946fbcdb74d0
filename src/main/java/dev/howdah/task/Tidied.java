package dev.howdah.task;

/**
 * What a {@link TaskStore#tidy} did.
 *
 * @param failed tasks whose holder died and that may not be begun again
 * @param cancelled tasks that were to be cancelled and whose holder died
 * @param released tasks that wait for an answer and whose holder died: any server may go on later
 * @param deleted tasks whose time was over
 */
public record Tidied(int failed, int cancelled, int released, int deleted) {

  /** Whether nothing was to be done. */
  public boolean nothing() {
    return failed + cancelled + released + deleted == 0;
  }
}
