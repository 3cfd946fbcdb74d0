package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.task.Caretaker;
import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.task.queue.TaskDispatcher;
import dev.howdah.tool.Json;
import dev.howdah.tool.TaskPages;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that outlive their request: runs them, and makes tasks of those that last. Thread-safe.
 *
 * <p>In 2026-07-28 the server decides, by the extension {@code io.modelcontextprotocol/tasks}; in
 * 2025-11-25 the client does, by {@code params.task}.
 */
public final class Tasks implements AutoCloseable {

  static final String EXTENSION = "io.modelcontextprotocol/tasks";

  private static final Logger LOG = System.getLogger("dev.howdah");

  private final TaskStore store;
  private final TaskSettings settings;
  private final NewTasks made;
  private final boolean dispatched;
  private final InstantSource clock;
  private final boolean oneClient;
  private final String holder = "howdah-" + TaskId.random();
  private final NewsSeats seats = new NewsSeats();
  private final TaskQuestions questions;
  private final TaskKeeper keeper;
  private final Caretaker caretaker;
  private final @Nullable SharedWork shared;

  /** Tasks that run where they began, in a store, which is closed with this. */
  public Tasks(TaskStore store, TaskSettings settings, InstantSource clock, boolean oneClient) {
    this(store, null, settings, clock, oneClient);
  }

  /**
   * Tasks in a store, which is closed with this.
   *
   * @param dispatcher hands tasks to the servers that share the store, and is closed with this;
   *     null: a task runs where it began
   * @param oneClient whether all tasks in the store whose callers had no token are the same
   *     client's, as on stdio with a store in memory; only then may they be listed without one (MCP
   *     2025-11-25, Tasks, Security Considerations)
   */
  public Tasks(
      TaskStore store,
      @Nullable TaskDispatcher dispatcher,
      TaskSettings settings,
      InstantSource clock,
      boolean oneClient) {
    this.store = store;
    this.settings = settings;
    this.made = new NewTasks(settings);
    this.dispatched = dispatcher != null;
    this.clock = clock;
    this.oneClient = oneClient;
    Duration period = settings.times().lease().dividedBy(3);
    this.questions = new TaskQuestions(store, clock);
    this.keeper = new TaskKeeper(store, period);
    this.caretaker = Caretaker.start(store, period);
    this.shared =
        dispatched || settings.restarts() > 0
            ? new SharedWork(
                store,
                keeper,
                dispatcher,
                holder,
                period,
                settings.statementTimeout(),
                settings.concurrency())
            : null;
  }

  /**
   * Begins to run what other servers hand out.
   *
   * @param calls answers a call of a tool, after looking again whether its caller may
   */
  void begin(Function<Exchange, ObjectNode> calls) {
    if (shared != null) {
      shared.begin(calls);
    }
  }

  TaskStore store() {
    return store;
  }

  /** The pages of long results, as this call may keep and find them. */
  TaskPages pages(Exchange exchange) {
    return new TaskShelf(store, settings.maxResultSize(), exchange);
  }

  NewsSeats seats() {
    return seats;
  }

  TaskQuestions questions() {
    return questions;
  }

  Instant now() {
    return clock.instant();
  }

  /** What a task waits for that nobody has begun. */
  String waiting(Task task) {
    return shared == null ? Handout.NO_ROOM_YET + "." : shared.waiting(task);
  }

  /** Whether a caller can be told which tasks are its own. */
  boolean listedTo(Caller caller) {
    return oneClient || !caller.local();
  }

  /** The key under which a caller's tasks are kept; it does not tell who that is. */
  static String owner(Caller caller) {
    if (caller.local()) {
      return "local";
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(caller.subject().getBytes(StandardCharsets.UTF_8));
      return "sub-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Answers {@code tools/call}: with the result of the work, or with a task that it has become.
   *
   * @param work runs the call on the exchange that it is given
   */
  ObjectNode call(ToolHandler tool, Exchange exchange, Function<Exchange, ObjectNode> work) {
    TaskSupport support = tool.taskSupport();
    if (exchange.revision().stateless()) {
      if (support == TaskSupport.FORBIDDEN) {
        return work.apply(exchange);
      }
      if (exchange.takesTasks()) {
        return decided(tool, exchange, work);
      }
      if (support == TaskSupport.REQUIRED) {
        throw missingExtension();
      }
      return work.apply(exchange);
    }
    JsonNode wish =
        exchange.revision() == Revision.V2025_11_25 ? exchange.params().get("task") : null;
    if ((wish != null && support == TaskSupport.FORBIDDEN)
        || (wish == null && support == TaskSupport.REQUIRED)) {
      throw new ProtocolException(
          ProtocolException.METHOD_NOT_FOUND,
          "The tool %s %s be called as a task."
              .formatted(tool.descriptor().name(), wish == null ? "can only" : "cannot"));
    }
    return wish == null ? work.apply(exchange) : wished(tool, exchange, NewTasks.ttl(wish), work);
  }

  /** The refusal of a client that would have to take tasks. */
  static ProtocolException missingExtension() {
    ObjectNode data = Json.object();
    data.withObject("/requiredCapabilities/extensions").putObject(EXTENSION);
    return new ProtocolException(
        ProtocolException.MISSING_CLIENT_CAPABILITY,
        "This needs a client that declares the extension " + EXTENSION + ".",
        data);
  }

  /** The server decides: what was asked to be a task or lasts becomes one. */
  private ObjectNode decided(
      ToolHandler tool, Exchange exchange, Function<Exchange, ObjectNode> work) {
    if (exchange.params().path("arguments").path(ToolSpec.BACKGROUND).booleanValue(false)) {
      try {
        return TaskJson.created(begun(tool, exchange, null, work, _ -> {}), this);
      } catch (TaskException e) {
        return Wire.result(Failures.result(NewTasks.refused(e)), exchange.revision());
      }
    }
    TaskRun run = new TaskRun(store, exchange, settings.statementTimeout());
    Optional<Task> task;
    try (var _ = exchange.cancellation().onCancel(() -> run.cancel(TaskRun.Stop.CALLER))) {
      run.start(work);
      Optional<ObjectNode> answer = run.await(settings.threshold());
      if (answer.isPresent()) {
        return answer.get();
      }
      task = promoted(tool, run, exchange);
      if (task.isEmpty()) {
        return run.join();
      }
    }
    keeper.keep(task.get(), run, _ -> {});
    if (exchange.cancellation().cancelled()) {
      // The client will never hear of it.
      run.cancel(TaskRun.Stop.CALLER);
    }
    return TaskJson.created(task.get(), this);
  }

  /** Without room for it, the call goes on as an ordinary one. */
  private Optional<Task> promoted(ToolHandler tool, TaskRun run, Exchange exchange) {
    try {
      checkRoom(exchange);
      return run.promote(made.here(tool, exchange, null), holder);
    } catch (TaskException e) {
      LOG.log(Level.DEBUG, "a long call is no task: " + e.getMessage());
      run.overtime().hindered(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The client decides. */
  private ObjectNode wished(
      ToolHandler tool,
      Exchange exchange,
      @Nullable Duration ttl,
      Function<Exchange, ObjectNode> work) {
    Task task;
    try {
      task = begun(tool, exchange, ttl, work, changed -> tell(exchange, changed));
    } catch (TaskException e) {
      throw Failures.protocol(NewTasks.refused(e));
    }
    ObjectNode result = Json.object();
    result.set("task", TaskJson.of2025(task, this));
    Meta.relate(result, task.id());
    return result;
  }

  /**
   * A task from its beginning: handed to whichever server has room, or begun here.
   *
   * @param tell see {@link TaskKeeper#keep}
   */
  private Task begun(
      ToolHandler tool,
      Exchange exchange,
      @Nullable Duration ttl,
      Function<Exchange, ObjectNode> work,
      Consumer<Task> tell) {
    Optional<NewTask> anywhere = dispatched ? made.anywhere(tool, exchange, ttl) : Optional.empty();
    if (anywhere.isPresent() && shared != null) {
      Task task = handedOut(anywhere.get());
      keeper.follow(task, tell, new FarProgress(exchange));
      if (exchange.cancellation().cancelled()) {
        // The client will never hear of it.
        return store.requestCancel(task.id(), task.owner());
      }
      shared.submit(task);
      return task;
    }
    checkRoom(exchange);
    TaskRun run = new TaskRun(store, exchange, settings.statementTimeout());
    Task task = run.promote(made.here(tool, exchange, ttl), holder).orElseThrow();
    keeper.keep(task, run, tell);
    run.start(work);
    if (exchange.cancellation().cancelled()) {
      run.cancel(TaskRun.Stop.CALLER);
    }
    return task;
  }

  /**
   * Keeps a task that any server may take. It is held until it is certain that it is kept: one that
   * the caller is told did not begin must not begin somewhere all the same.
   */
  private Task handedOut(NewTask task) {
    Claim made = store.create(task, holder);
    try {
      return store.release(made.lease());
    } catch (TaskException e) {
      LOG.log(Level.WARNING, "a task may not begin, and is lost then: " + e.getMessage());
      return made.task();
    }
  }

  /** Work that goes on counts, though its task may be over. */
  private void checkRoom(Exchange exchange) {
    settings.limits().checkOpen(keeper.running(owner(exchange.caller())));
  }

  private void tell(Exchange exchange, Task changed) {
    exchange
        .afterwards()
        .send(Outgoing.notification("notifications/tasks/status", TaskJson.of2025(changed, this)));
    if (changed.state() instanceof TaskState.InputRequired) {
      questions.askUnlessFetched(exchange, changed);
    }
  }

  /** How many tasks this server works on. */
  int running() {
    return keeper.running();
  }

  /** Stops the work on all tasks; those that cannot end are found lost by other servers. */
  @Override
  public void close() {
    if (shared != null) {
      shared.stop();
    }
    keeper.close();
    if (shared != null) {
      shared.close();
    }
    caretaker.close();
    store.close();
  }
}
