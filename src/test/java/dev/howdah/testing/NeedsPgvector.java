package dev.howdah.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** {@link OnPostgres} on a server that has pgvector, with the extension made in the database. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@OnPostgres(value = 17, extensions = "vector")
public @interface NeedsPgvector {}
