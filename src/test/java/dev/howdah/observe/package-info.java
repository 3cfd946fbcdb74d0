@NullMarked
package dev.howdah.observe;

import org.jspecify.annotations.NullMarked;
