package dev.howdah.sql.resolve;

import dev.howdah.sql.resolve.Generator.Source;
import java.util.ArrayList;
import java.util.List;

/** Makes INSERT, UPDATE, DELETE and MERGE statements of the same pieces as queries. */
final class WriteGenerator {

  private static final List<String> TABLES = List.of("keeper", "animal", "dog", "cage");

  private final Generator pieces;
  private final String table;
  private final List<Source> visible = new ArrayList<>();

  WriteGenerator(Generator pieces) {
    this.pieces = pieces;
    this.table = pieces.pick(TABLES);
    visible.add(Generator.columns(table, "t"));
  }

  String statement() {
    return switch (pieces.pick(List.of("insert", "update", "delete", "merge"))) {
      case "insert" -> insert();
      case "update" ->
          "update "
              + pieces.pick(List.of("", "only "))
              + table
              + " t set "
              + assignments()
              + others(" from ")
              + where()
              + returning();
      case "delete" -> "delete from " + table + " t" + others(" using ") + where() + returning();
      default -> merge();
    };
  }

  private String insert() {
    var values =
        pieces.pick(List.of(true, false))
            ? "values (1, 'a'), (2.5, default)"
            : pieces.select(2, List.of(), 2, true);
    var conflict =
        table.equals("keeper")
            ? pieces.pick(
                List.of(
                    "",
                    " on conflict do nothing",
                    " on conflict (id) do update set name = excluded.name || t.name, pay = default",
                    " on conflict (id) do update set (pay, mail) = row(t.pay + 1, excluded.mail)"))
            : "";
    return "insert into " + table + " as t (id, name) " + values + conflict + returning();
  }

  private String merge() {
    var sources = new ArrayList<Source>();
    var item = pieces.item(1, List.of(), sources);
    var source = sources.getFirst();
    visible.add(source);
    return "merge into "
        + table
        + " t using "
        + item
        + " on t.id = "
        + pieces.number(0, List.of(source))
        + " when matched and "
        + pieces.condition(1, visible)
        + " then "
        + pieces.pick(List.of("delete", "do nothing", "update set " + assignments()))
        + " when not matched then insert (id, name) values ("
        + pieces.number(1, List.of(source))
        + ", "
        + pieces.text(1, List.of(source))
        + ")";
  }

  private String assignments() {
    return pieces.pick(
        List.of(
            "name = " + pieces.text(2, visible),
            "id = " + pieces.number(2, visible) + ", name = default",
            "(id, name) = (" + pieces.select(1, visible, 2, true) + ")",
            "(name, id) = row(" + pieces.text(1, visible) + ", 3)"));
  }

  /** More items, which the assignments made before do not see. */
  private String others(String word) {
    return pieces.pick(List.of(true, false)) ? word + pieces.item(1, List.of(), visible) : "";
  }

  private String where() {
    return pieces.pick(List.of(true, false)) ? " where " + pieces.condition(2, visible) : "";
  }

  private String returning() {
    return pieces.pick(List.of(true, false))
        ? " returning "
            + pieces.pick(List.of("*", "t.*", "t", "row(t.*)", pieces.text(1, visible)))
            + ", "
            + pieces.number(1, visible)
        : "";
  }
}
