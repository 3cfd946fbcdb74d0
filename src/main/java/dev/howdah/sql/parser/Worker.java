package dev.howdah.sql.parser;

import dev.howdah.sql.parser.Outcome.Refused;
import dev.howdah.sql.parser.Outcome.SyntaxError;
import dev.howdah.sql.parser.Outcome.Tree;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.WasmEngineException;

/**
 * A thread with an instance of the parser. Both end at the first thing that is not an answer.
 *
 * <p>A platform thread, because its stack must have a size: Java's stack then ends before that of
 * the module does, which lies above the grammar's tables and would run into them.
 */
final class Worker implements Runnable {

  private static final Logger LOG = System.getLogger("dev.howdah.sql");
  private static final long STACK_BYTES = 16 << 20;

  /** 4 MiB, what an instance may hold and be kept; a new one holds 1. */
  static final int MOST_PAGES = 64;

  private final Supplier<Engine> engine;
  private final Glance glance;
  private final Runnable ended;
  private final Thread thread;

  /** With a lock around it, the one that gives would wait for the one that looks. */
  private final AtomicReference<@Nullable Job> next = new AtomicReference<>();

  /**
   * A text to parse.
   *
   * @param started completed when the instance is there, with {@link System#nanoTime} then
   * @param outcome completed with the outcome; whoever completes it first decides
   */
  @SuppressWarnings("ArrayRecordComponent") // Made for one worker, which only reads it.
  record Job(byte[] text, CompletableFuture<Long> started, CompletableFuture<Reply> outcome) {
    Job(byte[] text) {
      this(text, new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  /** An outcome, and whether the worker is good for another one. */
  record Reply(Outcome outcome, boolean reusable) {}

  /**
   * Makes a worker, which must be started.
   *
   * @param engine given when it is first needed, which takes its time
   * @param glance how it looks for the next text
   * @param ended run when the thread has ended
   */
  Worker(String name, Supplier<Engine> engine, Glance glance, Runnable ended) {
    this.engine = engine;
    this.glance = glance;
    this.ended = ended;
    this.thread = Thread.ofPlatform().daemon().name(name).stackSize(STACK_BYTES).unstarted(this);
  }

  Worker start() {
    thread.start();
    return this;
  }

  /** Gives it the next text; the one before must be done. */
  void give(Job job) {
    if (!next.compareAndSet(null, job)) {
      throw new IllegalStateException("the text before is not done");
    }
    LockSupport.unpark(thread);
  }

  /** Ends it, in the middle of a text if need be. */
  void end() {
    thread.interrupt();
  }

  @Override
  public void run() {
    try {
      work();
    } finally {
      Job left = next.getAndSet(null);
      if (left != null) {
        left.started().complete(System.nanoTime());
        left.outcome().complete(new Reply(new Refused("The server is stopping."), false));
      }
      ended.run();
    }
  }

  private void work() {
    Sandbox sandbox = null;
    TreeReader reader = null;
    boolean reusable = true;
    while (reusable) {
      Job job = take();
      if (job == null) {
        return;
      }
      Reply reply;
      try {
        if (sandbox == null || reader == null) {
          sandbox = new Sandbox(engine.get());
          reader = new TreeReader();
        }
        job.started().complete(System.nanoTime());
        reply = reply(sandbox, reader, job.text());
      } catch (Throwable e) { // Whatever it is, it ends the instance and refuses the text.
        reply = new Reply(new Refused(reason(e)), false);
      }
      job.started().complete(System.nanoTime());
      reusable = job.outcome().complete(reply) && reply.reusable();
    }
  }

  /** The next text, or null when the worker is to end. */
  private @Nullable Job take() {
    glance.at(() -> next.get() != null);
    while (!Thread.interrupted()) {
      Job job = next.getAndSet(null);
      if (job != null) {
        return job;
      }
      LockSupport.park(this);
    }
    return null;
  }

  private static Reply reply(Sandbox sandbox, TreeReader reader, byte[] text) {
    Outcome outcome =
        switch (sandbox.parse(text)) {
          case Sandbox.Answer.Json json -> new Tree(reader.read(json.text(), text.length));
          case Sandbox.Answer.Failure error -> new SyntaxError(error.message(), error.position());
        };
    return new Reply(outcome, sandbox.pages() <= MOST_PAGES);
  }

  private static String reason(Throwable cause) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (e instanceof StackOverflowError) {
        return "The statement is nested too deeply to be checked; simplify it.";
      }
    }
    return switch (cause) {
      case ParserFault fault ->
          "The statement could not be checked (" + fault.getMessage() + "); simplify it.";
      case WasmEngineException _, IndexOutOfBoundsException _ ->
          "The statement could not be checked; simplify it.";
      default -> {
        LOG.log(Level.WARNING, "The parser ended.", cause);
        yield "The statement could not be checked.";
      }
    };
  }
}
