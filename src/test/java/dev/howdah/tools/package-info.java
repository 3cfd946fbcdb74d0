@NullMarked
package dev.howdah.tools;

import org.jspecify.annotations.NullMarked;
