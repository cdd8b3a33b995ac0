-- 5.3, 5.14 DROP COLUMN of what generated columns are worked out from
create table gc (a int, b int generated always as (a * 2) stored, c int generated always as (a + 1) stored, d int);
alter table gc drop column a;
alter table gc drop column a cascade;
select * from gc;
create table gd (a int, b int, c int generated always as (a * 2) stored);
insert into gd values (1, 2), (3, 4);
alter table gd drop column b;
select * from gd order by a;
create table ge (a int, b int generated always as (a * 2) stored, c int generated always as (a + 1) stored unique, d int check (d > 0), check (c > 0));
create view gv as select d from ge;
create view gw as select b from ge;
alter table ge drop column a;
alter table ge drop column a cascade;
insert into ge values (1);
select * from ge;
select * from gv;
select * from gw;
