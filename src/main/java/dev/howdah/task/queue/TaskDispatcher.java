package dev.howdah.task.queue;

import java.util.function.Consumer;

/**
 * Hands tasks to replicas that run them: each to one of them at a time, again if that one dies, and
 * not for ever if nobody can run it. A task may be handed out twice, so whoever runs it claims it
 * first where all can see it. Thread-safe; methods throw {@link TaskQueueException}.
 */
public interface TaskDispatcher extends AutoCloseable {

  /** Has a task run by some replica, and returns when that is certain. */
  void submit(String taskId);

  /**
   * Runs tasks here, each in a thread of its own, until closed. A handler that throws gives its
   * task back; after several times it is taken for poison and put aside.
   *
   * @param atMost how many at a time, counting those handed out whose handler has not returned
   */
  Registration serve(int atMost, Consumer<Work> handler);

  /** Ends serving; tasks whose handler has not returned are handed to other replicas. */
  @Override
  void close();
}
