package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueException.Reason;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the client's exceptions mean. */
final class Failures {

  private Failures() {}

  /** The code with which the broker closed a channel or connection; 0 if it did not. */
  static int code(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException signal) {
        return switch (signal.getReason()) {
          case AMQP.Channel.Close close -> close.getReplyCode();
          case AMQP.Connection.Close close -> close.getReplyCode();
          case null, default -> 0;
        };
      }
    }
    return 0;
  }

  static boolean isMissing(Throwable failure) {
    return code(failure) == AMQP.NOT_FOUND;
  }

  /** Why another attempt will not help, if so. */
  static Optional<TaskQueueException> refusal(Throwable failure, RabbitmqSettings settings) {
    String where = "RabbitMQ at " + settings.nodes();
    if (failure instanceof AuthenticationFailureException
        || failure instanceof PossibleAuthenticationFailureException) {
      return Optional.of(
          refused("%s refused the password of %s".formatted(where, settings.user()), failure));
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return Optional.of(
            refused("no TLS connection to %s: %s".formatted(where, cause.getMessage()), failure));
      }
    }
    return switch (code(failure)) {
      case AMQP.ACCESS_REFUSED ->
          Optional.of(
              refused(
                  "%s does not let %s do this in virtual host %s; it needs configure, write and read"
                          .formatted(where, settings.user(), settings.virtualHost())
                      + " on names that begin with "
                      + settings.prefix(),
                  failure));
      case AMQP.NOT_ALLOWED ->
          Optional.of(
              refused(
                  "%s does not let %s into virtual host %s, or has none of that name"
                      .formatted(where, settings.user(), settings.virtualHost()),
                  failure));
      default -> Optional.empty();
    };
  }

  /** What is wrong when all attempts have failed. */
  static TaskQueueException lasting(Exception failure, RabbitmqSettings settings) {
    return failure instanceof RejectedException
        ? new TaskQueueException(
            Reason.FULL,
            "RabbitMQ at %s %s".formatted(settings.nodes(), failure.getMessage()),
            failure)
        : unavailable(failure, settings);
  }

  static TaskQueueException unavailable(@Nullable Throwable failure, RabbitmqSettings settings) {
    return new TaskQueueException(
        Reason.UNAVAILABLE,
        "RabbitMQ at %s does not answer: %s".formatted(settings.nodes(), words(failure)),
        failure);
  }

  private static TaskQueueException refused(String message, Throwable cause) {
    return new TaskQueueException(Reason.REFUSED, message, cause);
  }

  private static String words(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> "out of time";
      case TimeoutException _ -> "out of time";
      case ShutdownSignalException _ -> "the connection was lost";
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> failure.getClass().getSimpleName();
    };
  }
}
