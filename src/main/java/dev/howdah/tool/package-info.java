/** What a tool, a resource and a prompt are. */
@NullMarked
package dev.howdah.tool;

import org.jspecify.annotations.NullMarked;
