package dev.howdah.db;

import dev.howdah.sql.catalog.Recorder;
import dev.howdah.sql.guard.CheckedSql;
import java.util.List;

/**
 * A statement that the gate has let through, and what that rests on.
 *
 * @param stamps what was looked up; a statement of ours compares it before this one runs
 * @param path the search path that names were resolved by
 */
record Judged(CheckedSql statement, Recorder.Stamps stamps, List<String> path) {}
