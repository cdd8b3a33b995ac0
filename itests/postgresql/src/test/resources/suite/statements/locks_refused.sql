-- FOR UPDATE of what has no rows of its own
create materialized view mv as select * from (values (1),(2)) v(a);
create table m(k int unique, v text);
select * from mv for share;
select * from mv, m for update of m;
select * from mv, m for update of mv;
create table j1(a int, x int);
create table j2(a int, y int);
select foo.* from j1 join j2 using (a) as foo for update of foo;
select bar.* from (j1 join j2 using (a)) as bar for update of bar;
select * from generate_series(1,2) g for update of g;
select * from (values (1)) v for update of v;
select * from (select 1) v for update of v;
select * from j1 join j2 using (a) for update;
