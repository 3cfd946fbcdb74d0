/** SQL texts: ours, with named parameters, and the agents', as they stand. */
@NullMarked
package dev.howdah.sql;

import org.jspecify.annotations.NullMarked;
