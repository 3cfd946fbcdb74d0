package dev.howdah.task.queue;

/**
 * A message taken from a queue, to be acknowledged once it has reached whom it is for. Until then
 * it is still the queue's first, and nobody else gets it; closed without that, it is given back to
 * its old place. Thread-safe.
 */
public interface Delivery extends AutoCloseable {

  TaskMessage message();

  /** Whether somebody may have had it before; with the message's id the receiver can tell. */
  boolean redelivered();

  /**
   * Removes the message from the queue; again does nothing.
   *
   * @return false if the queue has taken it back meanwhile, because its connection was lost or it
   *     was held too long: then it may be delivered once more, under the same id
   */
  boolean acknowledge();

  /** Gives the message back unless it was acknowledged. */
  @Override
  void close();
}
