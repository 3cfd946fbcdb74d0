package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Terms;
import dev.howdah.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells calls how far their statements are, once a second from the first second on: how many rows
 * have come, and what PostgreSQL's progress views say of the backend. That takes one statement of
 * ours a second for all that run together, and none while no connection is free. Thread-safe.
 */
final class Courses {

  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Sql BACKENDS = Sql.resource(Courses.class, "progress.sql");

  record Pids(List<String> pids) {}

  private final Database database;
  private final Set<Course> running = ConcurrentHashMap.newKeySet();
  private boolean sampling;

  Courses(Database database) {
    this.database = database;
  }

  /**
   * Follows what a lease runs, until the registration is closed.
   *
   * @param telling null when nobody wants to know
   */
  Cancellation.Registration follow(Lease lease, Terms.@Nullable Telling telling) {
    if (telling == null) {
      return () -> {};
    }
    lease.watch();
    var course = new Course(lease, telling);
    var end = new CompletableFuture<Boolean>();
    var _ =
        end.completeOnTimeout(true, PACE.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(
                late -> {
                  if (late) {
                    add(course);
                  }
                });
    return () -> {
      end.complete(false);
      course.end();
      running.remove(course);
    };
  }

  private synchronized void add(Course course) {
    running.add(course);
    if (course.over()) {
      running.remove(course);
    } else if (!sampling) {
      sampling = true;
      Thread.ofVirtual().name("progress " + database.name()).start(this::sample);
    }
  }

  private void sample() {
    while (!done()) {
      List<Course> now = List.copyOf(running);
      Map<Integer, Course.Backend> backends = backends(now);
      now.forEach(course -> course.tell(backends.get(course.pid())));
      try {
        Thread.sleep(PACE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized boolean done() {
    if (running.isEmpty() || Thread.currentThread().isInterrupted()) {
      sampling = false;
      return true;
    }
    return false;
  }

  private Map<Integer, Course.Backend> backends(List<Course> courses) {
    if (!database.hasRoom()) {
      return Map.of();
    }
    var pids = new Pids(courses.stream().map(course -> Integer.toString(course.pid())).toList());
    try {
      return database.query(BACKENDS, pids, Course.Backend.class, new Cancellation()).stream()
          .collect(Collectors.toMap(Course.Backend::pid, Function.identity(), (one, _) -> one));
    } catch (CallException e) {
      // How far it is is not worth more than that it goes on.
      return Map.of();
    }
  }
}
