package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Says in our log, and in one line, what goes wrong inside the client's own threads. */
final class QuietExceptions extends DefaultExceptionHandler {

  private final Logger log = System.getLogger("dev.howdah.task.queue");

  @Override
  protected void log(String message, Throwable failure) {
    log.log(Level.DEBUG, () -> message + ": " + failure);
  }

  @Override
  public void handleUnexpectedConnectionDriverException(Connection connection, Throwable failure) {
    // Who uses the connection notices by itself.
    log("connection lost", failure);
  }

  /** The usual handler closes the channel and waits for it, in the thread that would hear of it. */
  @Override
  public void handleConsumerException(
      Channel channel, Throwable failure, Consumer consumer, String consumerTag, String method) {
    log("a delivery could not be handled", failure);
    Channels.dropLater(channel);
  }
}
