-- 8.16 record is no type of a column
create view v1 as select row(1,2) as r;
create view v2 as select array[row(1,2)] as r;
create table t1 as select 1 as a, row(1,2) as r;
create table t2 as select array[row(1,2)] as r;
create materialized view m1 as select row(1,2) as r;
select pg_typeof(row(1,2)), pg_typeof(array[row(1,2)]);
