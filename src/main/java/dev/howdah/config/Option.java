package dev.howdah.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One setting, declared on a record component.
 *
 * <p>The key follows from the component's name and the records around it: {@code maxRows} in {@code
 * database} is {@code database.max-rows}, the flag {@code --database.max-rows} and the variable
 * {@code HOWDAH_DATABASE_MAX_ROWS}.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {

  /** The default, written as in a file; left out, the value is null, or an empty list. */
  String value() default "";

  /** One sentence; on a component that is itself a record, what its settings are about. */
  String help();

  /**
   * Older variables that keep working, the first one winning. {@code NAME:ms} gives a bare number
   * its unit. They belong to the single record, never to the entries of a map; on a map they hold
   * its entries as JSON.
   */
  String[] env() default {};

  /** Shorter flags, without dashes. They belong to the single record, as {@link #env} does. */
  String[] flags() default {};

  /** In a map's entry, takes the entry's own name and is no setting there. */
  boolean entryName() default false;
}
