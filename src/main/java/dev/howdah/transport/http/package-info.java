/** MCP over HTTP. */
@NullMarked
package dev.howdah.transport.http;

import org.jspecify.annotations.NullMarked;
