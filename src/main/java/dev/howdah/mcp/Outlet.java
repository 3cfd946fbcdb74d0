package dev.howdah.mcp;

/** Where messages to a client go; may be used by several threads, keeps their order. */
@FunctionalInterface
public interface Outlet {

  /** Sends a message, or drops it when the client is gone. */
  void send(Outgoing message);

  /** Whether nothing of it is still to be written to the client, as far as can be told. */
  default boolean drained() {
    return true;
  }
}
