/** Tests of the resolution of names, against what PostgreSQL decides. */
@NullMarked
package dev.howdah.sql.resolve;

import org.jspecify.annotations.NullMarked;
