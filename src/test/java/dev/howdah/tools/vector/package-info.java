@NullMarked
package dev.howdah.tools.vector;

import org.jspecify.annotations.NullMarked;
