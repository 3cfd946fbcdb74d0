@NullMarked
package dev.howdah.llm;

import org.jspecify.annotations.NullMarked;
