@NullMarked
package dev.howdah.db;

import org.jspecify.annotations.NullMarked;
