package dev.howdah.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts RabbitMQ for a test class: constructors and methods may take a {@link RabbitmqServer}. The
 * class is not run where the server cannot be had.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RabbitmqExtension.class)
public @interface NeedsRabbitmq {

  /** The major version: 3 (which is 3.10) or 4. */
  int value() default 4;
}
