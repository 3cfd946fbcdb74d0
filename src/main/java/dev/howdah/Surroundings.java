package dev.howdah;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * What the process was given by whoever started it.
 *
 * @param terminal whether a person sits at standard input
 * @param launcher the command that starts Howdah, for configurations to paste
 * @param output standard output, which nothing but a transport and a printed text may use
 */
record Surroundings(
    Map<String, String> environment,
    boolean terminal,
    String launcher,
    String version,
    InputStream input,
    OutputStream output) {}
