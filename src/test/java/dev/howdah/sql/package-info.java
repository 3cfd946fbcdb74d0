@NullMarked
package dev.howdah.sql;

import org.jspecify.annotations.NullMarked;
