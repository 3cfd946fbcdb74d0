/** The Model Context Protocol, and nothing else. */
@NullMarked
package dev.howdah.mcp;

import org.jspecify.annotations.NullMarked;
