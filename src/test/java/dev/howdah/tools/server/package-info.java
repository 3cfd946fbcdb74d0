@NullMarked
package dev.howdah.tools.server;

import org.jspecify.annotations.NullMarked;
