package dev.howdah.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a test class once on each version of PostgreSQL: 15, 17 and 18, and 16 if it asks. Its
 * constructor takes the {@link TestDatabase}, and so may a static method with {@link
 * org.junit.jupiter.params.BeforeParameterizedClassInvocation}, which runs once a version.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ParameterizedClass(name = "{0}")
@ArgumentsSource(EveryPostgres.class)
public @interface OnEveryPostgres {

  /** Whether 16 is among them. */
  boolean withoutGap() default false;
}
