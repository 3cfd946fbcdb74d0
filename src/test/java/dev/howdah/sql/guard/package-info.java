@NullMarked
package dev.howdah.sql.guard;

import org.jspecify.annotations.NullMarked;
