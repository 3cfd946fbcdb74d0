package dev.howdah.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Finds HAProxy for a test class: constructors and methods may take a {@link Haproxy}. The class is
 * not run where it cannot be had.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HaproxyExtension.class)
public @interface NeedsHaproxy {}
