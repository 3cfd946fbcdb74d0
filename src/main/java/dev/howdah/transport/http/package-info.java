/** Messages over HTTP: Streamable HTTP of both generations, and the older HTTP with SSE. */
@NullMarked
package dev.howdah.transport.http;

import org.jspecify.annotations.NullMarked;
