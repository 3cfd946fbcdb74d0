package dev.howdah.demo;

import org.jspecify.annotations.Nullable;

/**
 * The embedded server cannot be had here.
 *
 * <p>The message is written for the human who started the program: what happened, and what would
 * work.
 */
public final class EmbeddedServerException extends RuntimeException {

  EmbeddedServerException(String message) {
    this(message, null);
  }

  EmbeddedServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
