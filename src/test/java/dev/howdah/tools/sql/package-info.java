@NullMarked
package dev.howdah.tools.sql;

import org.jspecify.annotations.NullMarked;
