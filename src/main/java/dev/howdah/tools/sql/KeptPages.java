package dev.howdah.tools.sql;

import dev.howdah.db.Column;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Rest;
import dev.howdah.db.ResultPage;
import dev.howdah.db.Rows;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.Door;
import dev.howdah.tool.Format;
import dev.howdah.tool.KeptResult;
import dev.howdah.tool.KeptRows;
import dev.howdah.tool.TaskPages;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a long result that are kept with its task.
 *
 * <p>Page 0 of the shelf tells what the others have in common; the first page of rows is the result
 * itself, and the others follow from 1 on. A cursor is the shelf's name, a dot and a number.
 * Whoever asks for a page must still be allowed the statement, with the same columns and in the
 * same role.
 */
final class KeptPages {

  private static final Pattern CURSOR = Pattern.compile("([^.]{1,200})\\.([1-9][0-9]{0,8})");

  private final TaskPages pages;
  private final Session session;
  private final Statement statement;
  private final QuerySettings settings;

  KeptPages(TaskPages pages, Session session, Statement statement, QuerySettings settings) {
    this.pages = pages;
    this.session = session;
    this.statement = statement;
    this.settings = settings;
  }

  /** Whether a cursor is one of these; others have no dot. */
  static boolean named(String cursor) {
    return cursor.indexOf('.') >= 0;
  }

  private String marked() {
    return KeptResult.mark(
        "query", session.caller(), session.name(), statement.text().text(), statement.values());
  }

  /** A star does not stand for columns that are blocked now, and a role sees its own rows. */
  private String judged() {
    return KeptResult.mark(
        session.check(statement.text(), Door.READ).text(),
        session.access().databaseRole().orElse(null));
  }

  /**
   * A page.
   *
   * @throws CallException when the caller may not run the statement, or the page is not there, or
   *     it is of another statement
   */
  Query.Result page(String cursor) {
    long start = System.nanoTime();
    String judged = judged();
    Matcher named = CURSOR.matcher(cursor);
    if (!named.matches()) {
      throw gone();
    }
    String shelf = named.group(1);
    int number = Integer.parseInt(named.group(2));
    KeptResult result = pages.page(shelf, 0).map(KeptResult::decode).orElseThrow(KeptPages::gone);
    if (!result.statement().equals(marked())) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "The cursor does not belong to this statement; pass the same sql, params and database as"
              + " for the page that gave it, or start again without it.");
    }
    if (!result.judged().equals(judged)) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "The rules of access or the columns have changed since this result was read. Run the"
              + " statement again without a cursor.");
    }
    if (number > result.last()) {
      throw gone();
    }
    KeptRows rows =
        KeptRows.decode(pages.page(shelf, number).orElseThrow(KeptPages::gone), result.format());
    boolean more = number < result.last();
    return new Query.Result(
        rows,
        rows.rowCount(),
        result.columns(),
        result.columnTypes(),
        rows.cut() != null,
        rows.cut() == null ? null : reason(result, rows.cut(), more),
        more ? shelf + "." + (number + 1) : null,
        Query.elapsed(start));
  }

  private static CallException gone() {
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "There is no such page: its task is over, or another caller's. Run the statement again"
            + " without a cursor; an order by and a condition on the last row you have let it begin"
            + " there.");
  }

  private String reason(KeptResult result, Rows.Cut cut, boolean more) {
    String cutBy =
        switch (cut) {
          case ROWS -> "there are more rows than row_limit, " + result.rowLimit();
          case BYTES -> "more rows would exceed " + settings.maxResultSize();
          case CELL ->
              "a value is longer than "
                  + settings.maxCellSize()
                  + "; select a part of it with substr()";
        };
    if (more) {
      return cutBy
          + "; pass next_cursor as cursor, with the same sql and params, to go on. The rest is kept"
          + " with the task until "
          + result.until()
          + ".";
    }
    return cut == Rows.Cut.CELL || result.end() == null
        ? cutBy + "."
        : cutBy
            + ", and "
            + result.end()
            + "; add conditions or aggregate, or go on from the last row by an order by and a"
            + " condition.";
  }

  /** For a call that may be a task, which keeps the rest of its result then. */
  Keeping keeping(Format format, int rowLimit) {
    return new Keeping(format, rowLimit);
  }

  /**
   * What follows the first page.
   *
   * @param next the cursor of the next one, or null
   * @param reason why the first is not all, or null when nothing was kept
   */
  record After(@Nullable String next, @Nullable String reason) {}

  /** Puts the rest of a result on the shelf of the call's task. */
  final class Keeping implements Rest {

    private final Format format;
    private final int rowLimit;
    private TaskPages.@Nullable Shelf shelf;
    private int last;
    private @Nullable String full;

    private Keeping(Format format, int rowLimit) {
      this.format = format;
      this.rowLimit = rowLimit;
    }

    @Override
    public boolean wanted() {
      shelf = pages.shelf().orElse(null);
      return shelf != null;
    }

    @Override
    public boolean take(Rows page) {
      TaskPages.Shelf own = shelf;
      if (own == null) {
        return false;
      }
      full = own.keep(last + 1, KeptRows.encode(page, format));
      if (full == null) {
        last++;
      }
      return full == null;
    }

    /** What follows the page that was read before the rest. */
    After end(ResultPage first) {
      TaskPages.Shelf own = shelf;
      Rows.Cut cut = first.rows().cut().orElse(null);
      if (own == null || cut == null) {
        return new After(null, null);
      }
      KeptResult result = result(own, first, full != null ? full : first.lost());
      if (last > 0) {
        String refused = own.keep(0, result.encode());
        if (refused != null) {
          last = 0;
          result = result(own, first, refused);
        }
      }
      return new After(last == 0 ? null : own.name() + ".1", reason(result, cut, last > 0));
    }

    private KeptResult result(TaskPages.Shelf own, ResultPage first, @Nullable String end) {
      List<Column> columns = first.rows().columns();
      return new KeptResult(
          marked(),
          judged(),
          own.until().truncatedTo(ChronoUnit.SECONDS).toString(),
          format,
          rowLimit,
          columns.stream().map(Column::name).toList(),
          columns.stream().map(Column::type).toList(),
          last,
          end);
    }
  }
}
