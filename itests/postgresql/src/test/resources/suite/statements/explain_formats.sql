-- EXPLAIN EXECUTE, and what goes wrong in it
prepare e1 as select 1 as a;
prepare e2(int) as select $1 + 1;
explain execute e3;
explain execute e2;
explain execute e2(1, 2);
explain execute e2('x');
explain execute e2(now());
explain (format toml) select 1;
deallocate e1;
explain execute e1;
-- CREATE TABLE AS EXECUTE of what has no parameters
prepare c1 as select 1 as a, 'x'::text as b;
create table ct1 as execute c1;
select * from ct1;
create temp table ct2(m, n) as execute c1;
select * from ct2;
create table if not exists ct1 as execute c1;
create table ct1 as execute c1;
create table ct3 as execute nosuch;
create table ct4 as execute c1(1);
execute c1(1);
prepare c2 as update ct1 set a = 2;
create table ct3 as execute c2;
prepare c3 as select a from ct1;
create table ct3 as execute c3;
select * from ct3;
