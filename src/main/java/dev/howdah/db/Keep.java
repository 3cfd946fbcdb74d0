package dev.howdah.db;

import java.time.Duration;

/**
 * How the rest of a result is kept for its caller.
 *
 * @param caller whose it is; nobody else can go on with it
 * @param most results of one caller that are open at a time; one more closes the oldest
 * @param lifetime how long it waits to be continued
 */
public record Keep(String caller, int most, Duration lifetime) {}
