create table zoo.virtual (a int4, b int4 generated always as (a + 1) virtual, c text generated always as (upper(a::text)) virtual);
