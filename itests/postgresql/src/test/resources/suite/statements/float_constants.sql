-- Floating-point constants in what a table keeps: checks, generated columns, indexes of expressions and of some rows.
create table fl (id int primary key, a float check (a > 0), b float8 check (b in ('0.1', '1e300', '-2.5')), c real check (c <> 1.5),
    d float8 generated always as (a * 0.1 + 1) stored, e int generated always as (case when a >= 2.5 then 1 else 0 end) stored,
    check (a + 0.3 <> 0.8), check (b < 1e301 and b > -9007199254740993.0));
insert into fl (id, a, b, c) values (1, 0.1, 0.1, 1), (2, 2.5, 1e300, 2), (3, 3, -2.5, null);
insert into fl (id, a) values (4, 0);
insert into fl (id, a) values (4, -0.0);
insert into fl (id, a, b) values (4, 1, 0.2);
insert into fl (id, a, b) values (4, 1, 0.30000000000000004);
insert into fl (id, a, c) values (4, 1, 1.5);
insert into fl (id, a) values (4, 0.5);
insert into fl (id, a) values (5, 'NaN'), (6, 'Infinity');
insert into fl (id, a) values (7, 4.9e-324), (8, 1.7976931348623157e308);
select id, a, b, c, d, e from fl order by id;
create index fl_some on fl (a) where a > 0.1;
create unique index fl_times on fl ((b * 3));
insert into fl (id, a, b) values (9, 1, 0.1);
select id from fl where a > 0.1 order by a;
alter table fl add column f float8 default 0.1 check (f >= 0.1);
update fl set f = 0.09999999999999999 where id = 1;
update fl set f = 0.1 where id = 1 returning f;
alter table fl add constraint fl_never check (a > 0.1);
select conname, pg_get_constraintdef(oid) from pg_constraint where conname in ('fl_a_check', 'fl_c_check', 'fl_f_check', 'fl_check') order by 1;
