-- what is no function is said to be none before it is said to be no aggregate; FILTER; DISTINCT beside ORDER BY with casts
select newcnt(*) as c from pg_class;
select foo(distinct 1);
select test_rank(3) within group (order by x) from (values (1)) v(x);
select lower(distinct 'A');
select lower('A') filter (where true);
select lower('x') within group (order by 1);
select max(x) filter (where sum(x) > 0) from (values (1)) v(x);
select max(sum(x)) from (values (1)) v(x);
select max(x) filter (where (select max(y) from (values (1)) w(y)) > 0) from (values (1)) v(x);
create table vt(f1 varchar(4));
insert into vt values ('a'),('ab');
select string_agg(distinct f1::text, ',' order by f1) from vt;
select string_agg(distinct f1, ',' order by f1::text) from vt;
select string_agg(distinct f1::text, ',' order by f1::text) from vt;
select string_agg(distinct f1, ',' order by f1) from vt;
select array_agg(distinct x::int order by x) from (values (1),(2)) v(x);
