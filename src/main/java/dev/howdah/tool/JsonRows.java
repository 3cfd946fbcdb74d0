package dev.howdah.tool;

/** Rows of a result, written as a JSON array of objects when they are sent. */
@FunctionalInterface
public interface JsonRows extends Rendering {}
