package dev.howdah.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators in {@code public} that fit better than the built-in ones and tell of their use. */
public final class HostileOperators {

  private HostileOperators() {}

  private record Operator(String name, String left, String right, String result) {}

  private static final List<Operator> ALL =
      List.of(
          new Operator("=", "text", "varchar", "boolean"),
          new Operator("=", "varchar", "text", "boolean"),
          new Operator("=", "varchar", "varchar", "boolean"),
          new Operator("*", "bigint", "interval", "interval"),
          new Operator("+", "timestamptz", "interval", "timestamptz"),
          new Operator("||", "name", "name", "text"),
          new Operator("||", "text", "varchar", "text"));

  /** Makes them, as the owner of the database. */
  public static void make(TestDatabase database) {
    database.run(
        """
        create table public.hostile_use (operator text);
        grant insert on public.hostile_use to public;
        create function public.hostile_note(note text) returns void language plpgsql
          set search_path = pg_catalog as $$
          begin insert into public.hostile_use values (note); end $$;
        """);
    for (int i = 0; i < ALL.size(); i++) {
      Operator operator = ALL.get(i);
      database.run(
          """
          create function public.hostile_%1$d(%2$s, %3$s) returns %4$s language plpgsql as $$
            begin
              perform public.hostile_note('%5$s (%2$s, %3$s)');
              return null;
            end $$;
          create operator public.%5$s
            (function = public.hostile_%1$d, leftarg = %2$s, rightarg = %3$s);
          """
              .formatted(i, operator.left, operator.right, operator.result, operator.name));
    }
  }

  /** What was used of them, or {@code none}. */
  public static @Nullable String used(TestDatabase database) {
    return database.ask(
        "select coalesce(string_agg(distinct operator, ', '), 'none') from public.hostile_use");
  }

  /** Takes them away. */
  public static void drop(TestDatabase database) {
    database.run(
        """
        set search_path = pg_catalog;
        do $$
        declare f regprocedure;
        begin
          for f in select oid::pg_catalog.regprocedure from pg_catalog.pg_proc
            where proname ~ '^hostile_' order by oid desc loop
            execute format('drop function %s cascade', f);
          end loop;
        end $$;
        drop table if exists public.hostile_use;
        """);
  }
}
