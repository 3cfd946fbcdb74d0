package dev.howdah.sql.parser;

import dev.howdah.sql.NotReady;
import dev.howdah.sql.parser.Outcome.Refused;
import dev.howdah.sql.parser.Worker.Job;
import dev.howdah.sql.parser.Worker.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The workers of one grammar, made when they are needed. */
final class Pool implements Parser, AutoCloseable {

  /** Most statements are parsed in less. */
  private static final Duration LOOK = Duration.ofMillis(1);

  /** What is next often comes at once: a transaction has several statements. */
  private static final Duration LOOK_FOR_NEXT = Duration.ofNanos(200_000);

  private final Grammar grammar;
  private final PoolLimits limits;
  private final Semaphore permits;
  private final Glance callers = new Glance(LOOK);
  private final Glance workers = new Glance(LOOK_FOR_NEXT);
  private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final Supplier<Engine> engine;
  private volatile boolean started;
  private volatile boolean closed;

  Pool(Grammar grammar, PoolLimits limits) {
    this(grammar, limits, new OneEngine(grammar));
  }

  /**
   * A pool of such engines.
   *
   * @param engine asked by each new worker, by several at once
   */
  Pool(Grammar grammar, PoolLimits limits, Supplier<Engine> engine) {
    this.grammar = grammar;
    this.engine = engine;
    this.limits = limits;
    this.permits = new Semaphore(limits.workers());
  }

  /** Makes an engine when it is first asked for one. */
  private static final class OneEngine implements Supplier<Engine> {

    private final Grammar grammar;
    private @Nullable Engine made;

    OneEngine(Grammar grammar) {
      this.grammar = grammar;
    }

    @Override
    public synchronized Engine get() {
      if (made == null) {
        made = new Engine(grammar);
      }
      return made;
    }
  }

  @Override
  public int version() {
    return grammar.version();
  }

  @Override
  public Outcome parse(String text) {
    if (closed) {
      return new Refused("The server is stopping.");
    }
    Optional<String> refusal = TextGate.refusal(text);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    if (text.isEmpty()) {
      // The module of 17 gives no result for it.
      return new Outcome.Tree(new Parsed(grammar.version(), List.of()));
    }
    // Until the first has started, all the others wait for the same.
    Duration queue = started ? limits.queue() : limits.start();
    try {
      if (!permits.tryAcquire(queue.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NotReady(queue);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return interrupted();
    }
    return parse(new Job(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Gives the job to a worker; its permit is free again when the worker is idle or has ended. */
  private Outcome parse(Job job) {
    Worker worker = idle.pollFirst();
    if (worker == null) {
      worker = new Worker("sql-parser-" + version(), engine, workers, permits::release).start();
    }
    worker.give(job);
    if (closed) {
      worker.end();
    }
    Reply reply;
    try {
      reply = await(job);
    } catch (TimeoutException e) {
      boolean begun = job.started().isDone();
      var late =
          new Refused(
              "The statement could not be checked within "
                  + limits.deadline().toMillis()
                  + " ms; simplify it or try again.");
      reply = stop(worker, job, late);
      if (!begun && reply.outcome().equals(late)) {
        throw new NotReady(limits.start());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reply = stop(worker, job, interrupted());
    }
    if (reply.reusable()) {
      started = true;
      idle.addFirst(worker);
      permits.release();
      if (closed) {
        endIdle();
      }
    }
    return reply.outcome();
  }

  /** Ends a worker in the middle of its job, unless it has just finished it. */
  private static Reply stop(Worker worker, Job job, Refused refused) {
    Reply reply = new Reply(refused, false);
    if (job.outcome().complete(reply)) {
      worker.end();
      return reply;
    }
    return job.outcome().join();
  }

  /** Sleeps once at most where the worker is ready; the deadline begins when it is. */
  private Reply await(Job job) throws TimeoutException, InterruptedException {
    callers.at(job.outcome()::isDone);
    long deadline = limits.deadline().toNanos();
    try {
      return await(job.outcome(), deadline);
    } catch (TimeoutException e) {
      long began = await(job.started(), limits.start().toNanos() - deadline);
      return await(job.outcome(), deadline - (System.nanoTime() - began));
    }
  }

  /** Waits so many nanoseconds; not at all where there are none left. */
  private static <T> T await(CompletableFuture<T> future, long most)
      throws TimeoutException, InterruptedException {
    try {
      return future.get(most, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Refused interrupted() {
    return new Refused("The call was cancelled before its statement was checked.");
  }

  @Override
  public void close() {
    closed = true;
    endIdle();
  }

  private void endIdle() {
    for (Worker worker = idle.pollFirst(); worker != null; worker = idle.pollFirst()) {
      worker.end();
    }
  }
}
