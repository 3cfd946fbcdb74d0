package dev.howdah.tools.search;

import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Relation;

/**
 * A relationship that no key declares.
 *
 * @param key the column of the other table that tells its rows apart
 * @param reason in words, for a reader
 */
record Implied(
    Relation from, Column column, Relation to, Column key, Strength strength, String reason) {}
