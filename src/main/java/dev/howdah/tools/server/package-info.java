/** Tools that tell about the server and its databases. */
@NullMarked
package dev.howdah.tools.server;

import org.jspecify.annotations.NullMarked;
