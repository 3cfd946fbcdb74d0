package dev.howdah.sql.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a function in the language {@code sql} does: as text, or, for one written {@code BEGIN
 * ATOMIC} or {@code RETURN}, as the stored tree.
 *
 * @param text {@code prosrc}; null when there is a tree
 * @param tree {@code prosqlbody}
 */
public record SqlBody(@Nullable String text, @Nullable String tree) {}
