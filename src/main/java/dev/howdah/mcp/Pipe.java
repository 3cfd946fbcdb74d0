package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One client on a pair of ordered streams: stdio, or the older HTTP+SSE.
 *
 * <p>Requests that stand alone and one session may share it. Messages are taken in order by one
 * thread; each request is then answered on a virtual thread of its own.
 */
public final class Pipe implements AutoCloseable {

  private static final int MOST_IN_ARRAY = 100;

  private final McpServer server;
  private final Caller caller;
  private final Outlet outlet;
  private final InFlight standalone = new InFlight();
  private volatile @Nullable HandshakeSession session;

  Pipe(McpServer server, Caller caller, Outlet outlet) {
    this.server = server;
    this.caller = caller;
    this.outlet = outlet;
  }

  /** Takes what stood in one line; returns when it is understood, not when it is answered. */
  public void receive(byte[] utf8) {
    Message.Batch batch = Message.read(utf8);
    if (!batch.array()) {
      take(batch.messages().getFirst(), outlet);
      return;
    }
    HandshakeSession open = session;
    if (open == null || !open.revision().batches() || batch.messages().isEmpty()) {
      refuse(
          Outgoing.error(
              new ProtocolException(
                  ProtocolException.INVALID_REQUEST,
                  "Several messages in one array are only allowed in revision 2025-03-26.")));
      return;
    }
    if (batch.messages().size() > MOST_IN_ARRAY) {
      refuse(
          Outgoing.error(
              new ProtocolException(
                  ProtocolException.INVALID_REQUEST,
                  "An array may hold " + MOST_IN_ARRAY + " messages, this one holds more.")));
      return;
    }
    Thread.ofVirtual().name("mcp-batch").start(() -> takeAll(batch.messages()));
  }

  /** Says that a message was refused before it could be read. */
  public void refuse(Outgoing refusal) {
    outlet.send(refusal);
  }

  private void takeAll(List<Message> messages) {
    ConcurrentLinkedQueue<Outgoing> answers = new ConcurrentLinkedQueue<>();
    List<CountDownLatch> running = new ArrayList<>();
    for (Message message : messages) {
      running.add(take(message, answers::add));
    }
    try {
      for (CountDownLatch one : running) {
        one.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!answers.isEmpty()) {
      outlet.send(Outgoing.batch(List.copyOf(answers)));
    }
  }

  /** Acts on a message; the latch opens when its answer has gone out. */
  private CountDownLatch take(Message message, Outlet answers) {
    CountDownLatch done = new CountDownLatch(1);
    switch (message) {
      case Message.Malformed malformed -> answers.send(malformed.refusal());
      case Message.Notification notification -> notified(notification);
      case Message.Response response -> {
        HandshakeSession open = session;
        if (open != null) {
          open.answered(response);
        }
      }
      case Message.Request request -> {
        if (request.method().equals("initialize") && !request.stateless() && session == null) {
          open(request, answers);
        } else {
          Optional<Cancellation> cancellation = begin(request, answers);
          if (cancellation.isPresent()) {
            Thread.ofVirtual()
                .name("mcp-" + request.method())
                .start(() -> run(request, cancellation.get(), answers, done));
            return done;
          }
        }
      }
    }
    done.countDown();
    return done;
  }

  private void open(Message.Request request, Outlet answers) {
    HandshakeSession opened = server.session(caller, outlet);
    Outgoing answer = opened.initialize(request);
    if (answer.errorCode() == 0) {
      session = opened;
    } else {
      opened.close();
    }
    answers.send(answer);
  }

  private Optional<Cancellation> begin(Message.Request request, Outlet answers) {
    try {
      return Optional.of(standalone.begin(request.id()));
    } catch (ProtocolException refused) {
      answers.send(request.refusal(refused));
      return Optional.empty();
    }
  }

  private void run(
      Message.Request request, Cancellation cancellation, Outlet answers, CountDownLatch done) {
    HandshakeSession open = session;
    try {
      Optional<Outgoing> answer =
          request.stateless()
              ? server.answer(request, caller, outlet, cancellation)
              : open == null
                  ? Optional.of(beforeHandshake(request))
                  : open.answer(request, outlet, cancellation);
      standalone.free(request.id(), cancellation);
      answer.ifPresent(answers::send);
    } finally {
      standalone.end(request.id(), cancellation);
      done.countDown();
    }
  }

  /** Both kinds of client learn what is missing; a ping may come early (MCP, Lifecycle). */
  private static Outgoing beforeHandshake(Message.Request request) {
    if (request.method().equals("ping")) {
      return Outgoing.result(request.id(), Json.object());
    }
    return request.refusal(
        ProtocolException.invalidParams(
            "Begin with initialize, or send _meta with "
                + Meta.PROTOCOL_VERSION
                + " and "
                + Meta.CLIENT_CAPABILITIES
                + " in every request."));
  }

  private void notified(Message.Notification notification) {
    if (notification.method().equals("notifications/cancelled")) {
      standalone.cancel(notification);
      return;
    }
    HandshakeSession open = session;
    if (open != null) {
      open.notified(notification);
    }
  }

  /** Waits for the answers that are due, but no longer than this. */
  public void drain(Duration patience) {
    standalone.awaitNone(patience);
  }

  /** Cancels everything in progress. */
  @Override
  public void close() {
    standalone.close();
    HandshakeSession open = session;
    if (open != null) {
      open.close();
    }
  }
}
