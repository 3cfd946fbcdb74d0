@NullMarked
package dev.howdah.tools.schema;

import org.jspecify.annotations.NullMarked;
