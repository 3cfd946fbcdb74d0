package dev.howdah.corpus;

import java.util.List;

/** What a pooled session says about itself, asked through the server. */
record Session(String state) {

  private static final String STATE =
      """
      select current_user || ' ' || session_user || ' ' || current_setting('search_path') || ' '
        || (select count(*) from pg_prepared_statements) || ' '
        || (select count(*) from pg_cursors where is_holdable) || ' '
        || (select md5(string_agg(name || '=' || setting, ',' order by name))
            from pg_settings where source = 'session' or name like 'corpus.%')""";

  static Session of(Door door) {
    Outcome outcome = door.query(STATE, List.of());
    return new Session(
        outcome.answered() ? outcome.answer().path("rows").toString() : outcome.toString());
  }

  @Override
  public String toString() {
    return state;
  }
}
