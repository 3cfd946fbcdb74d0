package dev.howdah.task.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Dispatches within this process; what was not run is lost with it. */
public final class MemoryTaskDispatcher implements TaskDispatcher {

  private final Logger log = System.getLogger("dev.howdah.task.queue");
  private final int maxWaiting;
  private final int deliveryLimit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Item> waiting = new ArrayDeque<>();
  private final List<Server> servers = new ArrayList<>();
  private boolean closed;

  /**
   * @param maxWaiting most tasks that may wait for somebody to run them
   * @param deliveryLimit how often a task is handed out, at least 1
   */
  public MemoryTaskDispatcher(int maxWaiting, int deliveryLimit) {
    this.maxWaiting = maxWaiting;
    this.deliveryLimit = deliveryLimit;
  }

  private record Item(String taskId, int delivery) {}

  @Override
  public void submit(String taskId) {
    TaskQueueLimits.requireTaskId(taskId);
    lock.lock();
    try {
      requireOpen();
      if (waiting.size() >= maxWaiting) {
        throw new TaskQueueException(
            TaskQueueException.Reason.FULL, "%d tasks wait to be run".formatted(maxWaiting));
      }
      waiting.addLast(new Item(taskId, 1));
      handOut();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Registration serve(int atMost, Consumer<Work> handler) {
    lock.lock();
    try {
      requireOpen();
      var server = new Server(atMost, handler);
      servers.add(server);
      handOut();
      return () -> stop(server);
    } finally {
      lock.unlock();
    }
  }

  private void stop(Server server) {
    lock.lock();
    try {
      servers.remove(server);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      servers.clear();
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  private void handOut() {
    for (Server server : servers) {
      while (server.running < server.atMost && !waiting.isEmpty()) {
        Item item = waiting.removeFirst();
        server.running++;
        Thread.startVirtualThread(() -> run(server, item));
      }
    }
  }

  private void run(Server server, Item item) {
    var work = new Handed(item);
    boolean well = false;
    try {
      server.handler.accept(work);
      well = !work.returned;
    } catch (RuntimeException e) {
      log.log(Level.WARNING, "A task could not be run", e);
    } finally {
      lock.lock();
      try {
        server.running--;
        if (!well && !work.acknowledged && !closed) {
          again(item);
        }
        handOut();
      } finally {
        lock.unlock();
      }
    }
  }

  private void again(Item item) {
    if (item.delivery < deliveryLimit) {
      waiting.addLast(new Item(item.taskId, item.delivery + 1));
    } else {
      log.log(Level.WARNING, "A task is put aside after {0} attempts", item.delivery);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new TaskQueueException(
          TaskQueueException.Reason.CLOSED, "the task dispatcher was closed");
    }
  }

  private static final class Server {
    private final int atMost;
    private final Consumer<Work> handler;
    private int running;

    Server(int atMost, Consumer<Work> handler) {
      this.atMost = atMost;
      this.handler = handler;
    }
  }

  private final class Handed implements Work {
    private final Item item;
    private volatile boolean acknowledged;
    private volatile boolean returned;

    Handed(Item item) {
      this.item = item;
    }

    @Override
    public String taskId() {
      return item.taskId;
    }

    @Override
    public int delivery() {
      return item.delivery;
    }

    @Override
    public boolean last() {
      return item.delivery >= deliveryLimit;
    }

    @Override
    public void giveBack() {
      returned = true;
    }

    @Override
    public void putAside() {
      log.log(Level.WARNING, "A task that nobody can run is put aside");
      acknowledged = true;
    }

    @Override
    public void acknowledge() {
      acknowledged = true;
    }
  }
}
