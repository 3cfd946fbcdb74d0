package dev.howdah.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;

/** What the server answered to one text; its rows stay the bytes that it printed. */
final class Reply {

  private List<String> names = List.of();
  private int[] types = {};
  private int[] modifiers = {};
  private int[] tables = {};
  private List<Tuple> rows = List.of();
  private @Nullable ResultCursor portal;
  private boolean received;
  private boolean answered;
  private boolean tabular;
  private @Nullable String command;
  private long affected;
  private @Nullable SQLException failure;

  /** The columns' names as the server sent them. */
  List<String> names() {
    return names;
  }

  int type(int column) {
    return types[column];
  }

  int modifier(int column) {
    return modifiers[column];
  }

  /** The OID of the table that a column comes from as it stands, or 0. */
  int table(int column) {
    return tables[column];
  }

  int rowCount() {
    return rows.size();
  }

  /** The value as the server printed it, or null for NULL. */
  byte @Nullable [] cell(int row, int column) {
    return rows.get(row).get(column);
  }

  /** Where the server stopped, or null at the end of the rows. */
  @Nullable ResultCursor portal() {
    return portal;
  }

  /** Whether the server answered anything at all, even to another text of the same flush. */
  boolean received() {
    return received;
  }

  /** Whether the texts before the one of interest were done, so a failure is its own. */
  boolean answered() {
    return answered;
  }

  /** Whether it has columns, be it without a row. */
  boolean tabular() {
    return tabular;
  }

  /**
   * The tag of a command that gave no rows, such as {@code SET}; null for one that did, unless it
   * was asked for.
   */
  @Nullable String command() {
    return command;
  }

  /** How many rows the tag counts. */
  long affected() {
    return affected;
  }

  /** What went wrong first, or null. */
  @Nullable SQLException failure() {
    return failure;
  }

  void received(boolean now) {
    received |= now;
  }

  void previousAnswered() {
    answered = true;
  }

  void take(Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
    // A fetch that finds the end has no columns of its own.
    if (fields.length > 0 || !tabular) {
      names = new ArrayList<>(fields.length);
      types = new int[fields.length];
      modifiers = new int[fields.length];
      tables = new int[fields.length];
      for (int i = 0; i < fields.length; i++) {
        names.add(fields[i].getColumnLabel());
        types[i] = fields[i].getOID();
        modifiers[i] = fields[i].getMod();
        tables[i] = fields[i].getTableOid();
      }
    }
    rows = tuples;
    portal = cursor;
    tabular = true;
  }

  /** No rows so far. */
  void stopped(ResultCursor at) {
    portal = at;
  }

  void done(String tag, long count) {
    command = tag;
    affected = count;
  }

  void failed(SQLException e) {
    failure = e;
  }

  /** How many bytes the rows from one on have. */
  long bytes(int from) {
    long bytes = 0;
    for (Tuple row : rows.subList(from, rows.size())) {
      bytes += row.length();
    }
    return bytes;
  }

  /** The same, with no value counted for more than so many. */
  long bytes(int from, int mostOfValue) {
    long bytes = 0;
    for (Tuple row : rows.subList(from, rows.size())) {
      for (int i = 0; i < row.fieldCount(); i++) {
        byte[] value = row.get(i);
        bytes += value == null ? 0 : Math.min(value.length, mostOfValue);
      }
    }
    return bytes;
  }

  /** The columns of this one with the rows from one on, and those of another after them. */
  Reply continued(int from, Reply more) {
    var next = new Reply();
    next.names = names;
    next.types = types;
    next.modifiers = modifiers;
    next.tables = tables;
    next.rows = new ArrayList<>(rows.subList(from, rows.size()));
    next.rows.addAll(more.rows);
    next.portal = more.portal;
    next.tabular = true;
    next.failure = more.failure;
    next.received = received || more.received;
    next.answered = answered;
    return next;
  }
}
