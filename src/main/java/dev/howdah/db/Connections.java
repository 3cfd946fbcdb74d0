package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one database, none of which is made before the first statement. Thread-safe.
 */
final class Connections implements AutoCloseable {

  private final String name;
  private final Supplier<ConnectionSettings> where;
  private final PoolSettings size;
  private final WorkSettings work;
  private final TypeCatalog types;
  private final Binding binding;
  private final OpenResults results;
  private @Nullable Open open;
  private boolean closed;
  private volatile @Nullable String serverVersion;
  private volatile @Nullable String lastError;

  /** What exists from the first statement on. */
  record Open(Pool pool, ReadOnlyTransaction reading, WriteTransaction writing) {}

  /** What is done with a connection. */
  interface Work<T> {
    T on(Open open, Lease lease) throws ReadOnlyTransaction.ConnectionLost;
  }

  Connections(
      String name,
      Supplier<ConnectionSettings> where,
      PoolSettings size,
      WorkSettings work,
      TypeCatalog types,
      Binding binding) {
    this.name = name;
    this.where = where;
    this.size = size;
    this.work = work;
    this.types = types;
    this.binding = binding;
    this.results = new OpenResults(size.maxSize());
  }

  /** Results that wait to be continued. */
  OpenResults results() {
    return results;
  }

  /** Whether a connection is free, or could be opened, at the moment. */
  synchronized boolean hasRoom() {
    return open != null && !closed && open.pool().inUse() < size.maxSize();
  }

  /** What exists now, made where it did not. */
  synchronized Open open() {
    if (closed) {
      throw Failures.closed();
    }
    Open now = open;
    if (now == null) {
      ConnectionSettings at = where.get();
      var fence = new Fence(at.timeZone(), work);
      now =
          new Open(
              new Pool(name, at, size),
              new ReadOnlyTransaction(fence, binding),
              new WriteTransaction(fence, binding, types));
      open = now;
    }
    return now;
  }

  Lease lease(Pool pool, Cancellation cancellation) {
    if (pool.inUse() >= size.maxSize()) {
      results.giveUpOne();
    }
    try {
      Lease lease = pool.lease(cancellation);
      serverVersion = lease.wire().serverVersionText();
      lastError = null;
      return lease;
    } catch (CallException e) {
      if (e.code() == ErrorCode.CONNECTION_FAILED) {
        lastError = e.getMessage();
      }
      throw e;
    }
  }

  /** Works with a connection, or with another where that one turns out to be dead. */
  <T> T leased(Open now, Cancellation cancellation, Work<T> work) {
    while (true) {
      try (Lease lease = lease(now.pool(), cancellation);
          var _ = cancellation.onCancel(lease::cancel)) {
        try {
          return work.on(now, lease);
        } catch (ReadOnlyTransaction.ConnectionLost lost) {
          checkWanted(now.pool(), cancellation);
          if (lease.fresh()) {
            throw lost.failure();
          }
        } catch (CallException e) {
          if (!e.details().containsKey("outcome")) {
            checkWanted(now.pool(), cancellation);
          }
          throw e;
        }
      }
    }
  }

  private static void checkWanted(Pool pool, Cancellation cancellation) {
    if (pool.closed()) {
      throw Failures.closed();
    }
    Failures.check(cancellation);
  }

  /** How the database is doing, as far as it is known without asking it. */
  synchronized DatabaseStatus status() {
    Pool pool = open == null ? null : open.pool();
    return new DatabaseStatus(
        name,
        serverVersion,
        lastError,
        pool == null ? 0 : pool.inUse(),
        pool == null ? 0 : pool.idle(),
        pool == null ? 0 : pool.waiting(),
        size.maxSize());
  }

  /** Cancels what runs and closes every connection. */
  @Override
  public void close() {
    Open last;
    synchronized (this) {
      closed = true;
      last = open;
    }
    results.close();
    if (last != null) {
      last.pool().close();
    }
  }
}
