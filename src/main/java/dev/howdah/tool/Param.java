package dev.howdah.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a component of a tool's arguments or result to the model that uses it. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Param {

  /** What it means, with unit and range where the type does not tell. */
  String value();

  /** The default, as JSON would write it; a string needs no quotes. Empty: there is none. */
  String byDefault() default "";

  /** The least value of a number, or the fewest items of a list or characters of a text. */
  long min() default Long.MIN_VALUE;

  /** The greatest value of a number, or the most items of a list or characters of a text. */
  long max() default Long.MAX_VALUE;

  /** The name on the wire where Java cannot have it; empty: the component's, in snake_case. */
  String name() default "";

  /** Whether a component of a result that is null is left out instead, which is shorter. */
  boolean omitNull() default false;

  /** Other names for the same argument, kept for clients of older systems. */
  String[] aliases() default {};
}
