-- How large the queue is.
-- Parameters: queue (its quoted name).
-- Columns: bytes (of the rows alone, with those of its partitions; 0: it has none of its own).
select cast(sum(pg_relation_size(t.relation)) as bigint) as bytes
from (
  select cast(cast(:queue as text) as regclass) as relation
  union
  select p.relid
  from pg_partition_tree(cast(cast(:queue as text) as regclass)) p
) t
