package dev.howdah.testing;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The real servers that tests run on: one of each kind, started when first asked for.
 *
 * <p>Each is looked for in this order: at an address in the environment ({@code
 * HOWDAH_TEST_POSTGRES17}, {@code HOWDAH_TEST_RABBITMQ}, …), installed on this machine, as a
 * container, in a Debian root of our own. PostgreSQL 18 comes with the program, 15 and 16 with the
 * build.
 */
public final class TestServers implements AutoCloseable {

  private static final String CACHE = "HOWDAH_TEST_CACHE";

  private final Map<String, String> environment;
  private final DebianRoot debian;
  private final DebianRoot olderDebian;
  private final Map<String, Way<?>> ways = new HashMap<>();
  private final Map<String, Server> running = new HashMap<>();
  private final Deque<Server> toStop = new ArrayDeque<>();

  /** Reads from {@code environment} the addresses of servers that are there already. */
  public TestServers(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    var cache = Path.of(environment.getOrDefault(CACHE, "/var/cache/howdah"));
    this.debian = DebianRoot.trixie(cache);
    this.olderDebian = DebianRoot.bookworm(cache);
  }

  /** Whether a test that cannot run is a failure: on the machine that decides what is merged. */
  public boolean all() {
    return "true".equals(environment.get("CI"));
  }

  /** Why PostgreSQL of this major version cannot be had here, if so; starts nothing. */
  public Optional<String> missingPostgres(int major) {
    return missing("PostgreSQL " + major, () -> postgresWay(major));
  }

  /** Why RabbitMQ of this major version cannot be had here, if so; starts nothing. */
  public Optional<String> missingRabbitmq(int major) {
    return missing("RabbitMQ " + major, () -> rabbitmqWay(major));
  }

  /** Why HAProxy cannot be had here, if so; starts nothing. */
  public Optional<String> missingHaproxy() {
    return missing("HAProxy", this::haproxyWay);
  }

  /** HAProxy, to be started by whoever needs one. */
  public synchronized Haproxy haproxy() {
    return switch (haproxyWay()) {
      case Way.Open<Haproxy>(Supplier<Haproxy> find) -> find.get();
      case Way.Closed<Haproxy>(String reason) ->
          throw new IllegalStateException("needs HAProxy: " + reason);
    };
  }

  private Way<Haproxy> haproxyWay() {
    return Way.first(List.of(Haproxy::installed, () -> in(debian, Haproxy::new, "haproxy")));
  }

  /** The server of this major version: 15, 16, 17 (which has pgvector) or 18. */
  public PostgresServer postgres(int major) {
    return server("PostgreSQL " + major, PostgresServer.class, () -> postgresWay(major));
  }

  /** The broker of this major version: 3 (which is 3.10) or 4. */
  public RabbitmqServer rabbitmq(int major) {
    return server("RabbitMQ " + major, RabbitmqServer.class, () -> rabbitmqWay(major));
  }

  private Way<PostgresServer> postgresWay(int major) {
    var variable = "HOWDAH_TEST_POSTGRES" + major;
    Supplier<Way<PostgresServer>> given =
        () -> given(variable, dsn -> PostgresServer.at(major, dsn));
    return Way.first(
        switch (major) {
          case 15, 16 -> List.of(given, () -> PrivatePostgres.fetched(major, environment));
          case 17 ->
              List.of(
                  given,
                  () -> PrivatePostgres.installed(17, "vector"),
                  () -> Containers.postgres(17),
                  () -> in(debian, place -> PrivatePostgres.start(17, place), "postgres"));
          case 18 -> List.of(given, () -> EmbeddedPostgres.way(environment));
          default -> throw new IllegalArgumentException("no test server PostgreSQL " + major);
        });
  }

  private Way<RabbitmqServer> rabbitmqWay(int major) {
    return switch (major) {
      case 3 ->
          Way.first(
              List.of(
                  () -> given("HOWDAH_TEST_RABBITMQ3", RabbitmqServer::at),
                  () -> Containers.rabbitmq("3.10"),
                  () -> in(olderDebian, PrivateRabbitmq::start, "rabbitmq")));
      case 4 ->
          Way.first(
              List.of(
                  () -> given("HOWDAH_TEST_RABBITMQ", RabbitmqServer::at),
                  () -> Containers.rabbitmq("4"),
                  () -> in(debian, PrivateRabbitmq::start, "rabbitmq")));
      default -> throw new IllegalArgumentException("no test server RabbitMQ " + major);
    };
  }

  private <S> Way<S> given(String variable, Function<String, S> server) {
    var address = environment.getOrDefault(variable, "");
    return address.isEmpty()
        ? new Way.Closed<>("no address in " + variable)
        : new Way.Open<>(() -> server.apply(address));
  }

  private static <S> Way<S> in(DebianRoot debian, Function<Place, S> start, String user) {
    return debian
        .missing()
        .<Way<S>>map(Way.Closed::new)
        .orElseGet(() -> new Way.Open<>(() -> start.apply(Place.in(debian.make(), user))));
  }

  private synchronized <S> Optional<String> missing(String name, Supplier<Way<S>> way) {
    return switch (ways.computeIfAbsent(name, _ -> way.get())) {
      case Way.Open<?> _ -> Optional.empty();
      case Way.Closed<?>(String reason) -> Optional.of("needs " + name + ": " + reason);
    };
  }

  private synchronized <S extends Server> S server(
      String name, Class<S> type, Supplier<Way<S>> way) {
    var server = running.get(name);
    if (server == null) {
      server =
          switch (ways.computeIfAbsent(name, _ -> way.get())) {
            case Way.Open<?>(Supplier<?> start) -> type.cast(start.get());
            case Way.Closed<?>(String reason) ->
                throw new IllegalStateException("needs " + name + ": " + reason);
          };
      running.put(name, server);
      toStop.push(server);
    }
    return type.cast(server);
  }

  /** Stops what was started. */
  @Override
  public synchronized void close() {
    while (!toStop.isEmpty()) {
      toStop.pop().close();
    }
  }
}
