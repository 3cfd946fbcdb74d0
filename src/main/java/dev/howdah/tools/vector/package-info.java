/** Tools that search and fill columns of pgvector's types. */
@NullMarked
package dev.howdah.tools.vector;

import org.jspecify.annotations.NullMarked;
