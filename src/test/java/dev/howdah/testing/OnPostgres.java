package dev.howdah.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a database of its own: constructors and methods may take a {@link
 * TestDatabase}. The class is not run where the server cannot be had.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(PostgresExtension.class)
public @interface OnPostgres {

  /** The major version: 15 to 18. */
  int value() default 18;

  /** Extensions that the superuser makes in the database. */
  String[] extensions() default {};
}
