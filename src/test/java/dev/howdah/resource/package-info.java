@NullMarked
package dev.howdah.resource;

import org.jspecify.annotations.NullMarked;
