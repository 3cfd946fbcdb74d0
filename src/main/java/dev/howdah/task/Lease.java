package dev.howdah.task;

/**
 * The right to work on a task, for a time that {@link TaskStore#renew} makes longer.
 *
 * <p>Whoever takes the task over gets a higher token, and with the older one nothing can be changed
 * any more. A lease that has run out but that nobody took is still good.
 *
 * @param holder names the server, differently for each start
 * @param token grows with every claim of the task
 */
public record Lease(TaskId id, String holder, long token) {

  private static final int LONGEST_HOLDER = 200;

  public Lease {
    checkHolder(holder);
  }

  /** Checks the name of a server. */
  public static void checkHolder(String holder) {
    TaskText.opaque("holder", holder);
    if (holder.isEmpty() || holder.length() > LONGEST_HOLDER) {
      throw new IllegalArgumentException(
          "a holder has 1 to 200 characters, had " + holder.length());
    }
  }
}
