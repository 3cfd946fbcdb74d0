package dev.howdah.tools.sql;

import dev.howdah.testing.Approved;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prints {@code docs/results.md}: what is promised of values, and what each format costs. */
@OnPostgres
class ResultsPageTest {

  private static final int ROWS = 200;

  private static final String HEAD =
      """
      # Results

      `query` gives its rows twice: in `structuredContent.rows`, always as JSON objects, and as text in
      the `format` asked for. So do `execute` and `transaction` with what RETURNING gave; there a line
      before the rows says what was done. `vector_search` has `format`, too.

      The tools that list what a schema holds, and those of the job queue, take the same `format` for
      their text. Each list is a table, after its name and length where there are several, and what else
      is told follows as lines of `name: value`, the cursor among them. A list within a cell stands with
      commas between its items, or as JSON where these would mislead. `structuredContent` stays as it is.

      ## Values

      | PostgreSQL | JSON |
      | --- | --- |
      | NULL | `null` |
      | `boolean` | `true`, `false` |
      | `smallint`, `integer`, `bigint`, `oid` | a number within ±(2^53 - 1), beyond that a string |
      | `numeric` | a number with at most 15 significant digits, otherwise a string |
      | `real`, `double precision` | a number; `"NaN"`, `"Infinity"`, `"-Infinity"` |
      | `json`, `jsonb` | itself |
      | `timestamp` | `"2025-01-31T12:00:00"` |
      | `timestamp with time zone` | `"2025-01-31T12:00:00+00:00"` |
      | `bytea` | `"\\\\x00ff"` |
      | `vector`, `halfvec` | an array of numbers |
      | an array | an array |
      | anything else | a string, as PostgreSQL prints it |

      A number is written as a string exactly where most readers of JSON would change its digits. A
      column name that is repeated gets a suffix: `id`, `id_2`, `id_3`.

      ## Forms

      | | `markdown` | `csv` | `tsv` |
      | --- | --- | --- | --- |
      | NULL | `NULL` | nothing | `\\N` |
      | an empty text | nothing | `""` | nothing |
      | a line ends with | LF | CR LF | LF |
      | inside a value | a backslash before what Markdown would heed, `<br>` for a line end | quotes around a value with a comma, a quote or a line end; a quote twice | `\\t`, `\\n`, `\\r` and `\\\\` |

      `markdown` escapes what would end a cell (`|`) and what would begin code, HTML, an entity, a link, a
      picture or emphasis, so that a value is shown and does nothing; a single underscore within a word
      stays. What looks like an address of the web or of mail stays as it is, too, and viewers that know
      GitHub's Markdown make a link of it by themselves: it shows where it leads, and nothing is fetched.
      A character that cannot be seen (a control character, one that turns the direction of text, one
      without width) is shown by its code, as `\\u001B` or `\\u{E0041}`; the joiners U+200C and U+200D stay,
      being parts of words and pictures. The text NULL looks like the value. A result without columns
      stands as a table of one empty column. `csv` is RFC 4180 with a header, in UTF-8 without a mark at
      its beginning; a single column that is NULL is an empty line.
      `tsv` is what COPY writes.

      `csv`, `tsv` and `json` give values as they are, with control characters: they are read by programs.
      Show none of them on a terminal unseen. A spreadsheet may take a value that begins with `=`, `+`,
      `-` or `@` for a formula; to change it would make it another value, so whoever opens rows of others
      in a spreadsheet imports the columns as text.

      ## Limits

      `row_limit` cuts rows, `query.max-result-size` counts the bytes of all rows in their JSON form,
      and `query.max-cell-size` those of one value, which then ends in `… [cut, 70000 bytes]`. What is
      cut is said: `truncated` is true, and `truncated_reason` says why and how to go on.

      What `next_cursor` of a call names is kept for `query.cursor-lifetime`, in a transaction that holds a lock on
      what it reads. Before a definition (`CREATE`, `ALTER`, `DROP` and the like) the results that the same
      caller keeps in that database are closed, for it would wait for them in vain; their cursors say so.
      A task reads its result to the end instead and keeps the pages itself; see
      [tasks-protocol.md](tasks-protocol.md#a-long-result).

      ## What a row costs

      Bytes a row of the text, as it is and as it stands escaped in the message, for 200 rows of seven
      columns (a key, two texts, a time, an amount, a truth value and a mostly empty note). Models read
      the first. `csv` and `tsv` keep every value apart for less than half of what `json` takes.

      | format | bytes a row | in the message |
      | --- | --- | --- |
      """;

  private static final String ORDERS =
      """
      select i as order_id,
             'customer ' || i % 40 as customer,
             (array['Oslo', 'Santiago de Chile', 'Ulm'])[1 + i % 3] as city,
             timestamptz '2025-01-01 00:00+00' + i * interval '97 minutes' as placed_at,
             (i * 37 % 10000)::numeric(8,2) as amount,
             i % 2 = 0 as paid,
             case when i % 10 = 0 then 'call first' end as note
      from generate_series(1, 200) i
      order by i""";

  @Test
  void thePageHoldsWhatIsMeasured(TestDatabase database) {
    var page = new StringBuilder(HEAD);
    try (var client = ToolClient.of(database, database.reader())) {
      for (var format : List.of("json", "markdown", "csv", "tsv")) {
        var arguments = Json.object().put("sql", ORDERS).put("format", format);
        var result = client.call("query", arguments);
        // Without what surrounds the rows, whose time differs from call to call.
        var text =
            format.equals("json")
                ? result.at("/structuredContent/rows").toString()
                : ToolClient.text(result);
        var escaped = Json.MAPPER.writeValueAsString(text);
        page.append(
            "| `%s` | %d | %d |\n".formatted(format, bytes(text) / ROWS, bytes(escaped) / ROWS));
      }
    }
    Approved.check(Path.of("docs/results.md"), page.toString());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
