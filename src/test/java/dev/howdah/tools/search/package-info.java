@NullMarked
package dev.howdah.tools.search;

import org.jspecify.annotations.NullMarked;
