/** Tables as resources: their addresses, their names, and who hears of their changes. */
@NullMarked
package dev.howdah.resource;

import org.jspecify.annotations.NullMarked;
