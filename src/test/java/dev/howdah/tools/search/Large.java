package dev.howdah.tools.search;

import dev.howdah.testing.TestDatabase;

/** A schema of many tables, each with 15 columns, keys to its neighbours and comments. */
public final class Large {

  private static final int STEP = 100;

  private Large() {}

  /** Makes the schema {@code large} with so many tables. */
  public static void build(TestDatabase database, int tables) {
    database.run("create schema large");
    for (int first = 0; first < tables; first += STEP) {
      database.run(
          """
          do $$
          declare
            words text[] := '{order,customer,invoice,product,payment,shipment,ticket,device,visit,account}';
          begin
            for i in %d..%d loop
              execute format(
                'create table large.%%1$s_%%2$s (
                   id bigint primary key, %%1$s_name text not null, email text, status text,
                   created timestamptz, updated timestamptz, amount numeric(12,2), note text,
                   quantity integer, code varchar(20) unique, active boolean, parent_id bigint,
                   customer_id bigint, position integer, payload jsonb)',
                words[1 + i %% 10], i);
              execute format(
                'comment on table large.%%1$s_%%2$s is ''Number %%2$s of the %%1$ss''',
                words[1 + i %% 10], i);
              execute format(
                'comment on column large.%%1$s_%%2$s.note is ''What %%1$s %%2$s is about''',
                words[1 + i %% 10], i);
              if i > 0 then
                execute format(
                  'alter table large.%%1$s_%%2$s add foreign key (parent_id) references large.%%3$s_%%4$s',
                  words[1 + i %% 10], i, words[1 + (i - 1) %% 10], i - 1);
              end if;
            end loop;
          end
          $$"""
              .formatted(first, Math.min(first + STEP, tables) - 1));
    }
  }
}
