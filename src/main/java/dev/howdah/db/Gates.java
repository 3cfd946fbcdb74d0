package dev.howdah.db;

import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Terms;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Guard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gate of each database, through which everything goes that agents write. Thread-safe. */
public final class Gates {

  private final Supplier<Guard> maker;
  private final Map<Database, Gate> gates = new ConcurrentHashMap<>();
  private @Nullable Guard guard;

  /**
   * Gates that share a guard.
   *
   * @param maker makes it when it is needed, because reading its lists takes a while
   */
  public Gates(Supplier<Guard> maker) {
    this.maker = maker;
  }

  /** The guard that they share. */
  public synchronized Guard guard() {
    Guard made = guard;
    if (made == null) {
      made = maker.get();
      guard = made;
    }
    return made;
  }

  /** Makes the guard, if nobody has needed it yet. */
  public void warm() {
    var _ = guard();
  }

  /**
   * A database as one caller sees it.
   *
   * @param access what the caller may touch there
   * @param caller who it is, for results that are kept and for turns
   * @param cancellation ends whatever runs in it
   */
  public Session session(
      Database database, Access access, String caller, Cancellation cancellation) {
    return session(database, access, caller, Terms.until(cancellation));
  }

  /** The same for a call that works on terms of its own. */
  public Session session(Database database, Access access, String caller, Terms terms) {
    Gate gate = gates.computeIfAbsent(database, _ -> new Gate(guard()));
    return new Session(database, gate, access, caller, terms);
  }
}
