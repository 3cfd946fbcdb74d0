package dev.howdah.mcp;

import dev.howdah.task.MemoryTaskStore;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskStore;
import dev.howdah.task.queue.TaskDispatcher;
import dev.howdah.testing.Fixture;
import dev.howdah.tool.Seal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A store that outlives the servers over it, as one in a database does. */
final class KeptStore implements AutoCloseable {

  private final TaskSettings settings;
  private final MemoryTaskStore store;
  private final InstantSource clock;
  private volatile boolean losesAnswers;
  private volatile Runnable onCancel = () -> {};

  KeptStore(TaskSettings settings) {
    this(settings, InstantSource.system());
  }

  KeptStore(TaskSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.store = new MemoryTaskStore(settings.times(), settings.limits(), clock);
  }

  /** Another server of the same tasks, with one client. */
  McpServer server() {
    return server(true);
  }

  /**
   * Another server of the same tasks.
   *
   * @param oneClient see {@link Tasks#Tasks}
   */
  McpServer server(boolean oneClient) {
    return server(Fixture.features(), oneClient, null);
  }

  /**
   * Another server of the same tasks, with tools of its own.
   *
   * @param dispatcher hands tasks to servers; the server closes it
   */
  McpServer server(Features features, boolean oneClient, @Nullable TaskDispatcher dispatcher) {
    return new McpServer(
        Fixture.IDENTITY,
        features,
        Seal.random(),
        clock,
        Fixture.PAGE_SIZE,
        new Tasks(shared(), dispatcher, settings, clock, oneClient));
  }

  /** The store, which stays when it is closed. */
  private TaskStore shared() {
    return (TaskStore)
        Proxy.newProxyInstance(
            TaskStore.class.getClassLoader(),
            new Class<?>[] {TaskStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                Object answer = method.invoke(store, arguments);
                if (method.getName().equals("requestCancel")) {
                  onCancel.run();
                }
                if (losesAnswers && method.getName().equals("create")) {
                  throw new TaskException(Reason.UNAVAILABLE, "The answer was lost.");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** From now on a task is kept, and its server hears that it is not. */
  void loseAnswers() {
    losesAnswers = true;
  }

  /** What happens when a task was asked to stop, before who asked can look at it. */
  void onCancel(Runnable action) {
    onCancel = action;
  }

  /** The store itself. */
  TaskStore store() {
    return store;
  }

  /** A task of the local caller. */
  Task task(String id) {
    return store.find(new TaskId(id), "local").orElseThrow();
  }

  @Override
  public void close() {
    store.close();
  }
}
