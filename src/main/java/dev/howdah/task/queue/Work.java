package dev.howdah.task.queue;

/** A task that somebody has to run, handed to one replica. Thread-safe. */
public interface Work {

  String taskId();

  /**
   * How often it has been handed out, this time included; from 2 on, another replica may have begun
   * it. The count may be too low where the broker keeps none.
   */
  int delivery();

  /** Whether it will not be handed out again should it fail now too. */
  boolean last();

  /** Hands it to another replica, or here again later, instead of running it. */
  void giveBack();

  /** Puts it aside instead of running it: nobody ever can. A log says so. */
  void putAside();

  /**
   * Tells that the task is now ours for good, say by a lease in a store: it will not be handed out
   * again, whatever becomes of us. Without it, that is told when the handler returns.
   */
  void acknowledge();
}
