-- statements of WITH of which several change one table, or read what ON CONFLICT DO UPDATE, MERGE or a view has changed
create table m(id int primary key, name text unique, v int, st text default 'new');
create table mlog(n serial, what text, mid int);
create table march(id int primary key, name text, v int, at int default 7);
insert into m values (1, 'a', 10, 'new'), (2, 'b', 20, 'new'), (3, 'c', 30, 'old'), (4, 'd', 40, 'old');
-- the upsert of old
begin;
with u as (update m set v = v + 1 where id = 1 returning *), i as (insert into m select 1, 'n1', 1 where not exists (select from u) returning *) select (select count(*) from u), (select count(*) from i);
with u as (update m set v = v + 1 where id = 9 returning *), i as (insert into m select 9, 'n9', 1 where not exists (select from u) returning *) select * from u union all select * from i;
with data(id, name, v) as (values (1, 'a', 11), (8, 'h', 80)), u as (update m set v = data.v from data where m.id = data.id returning m.id), i as (insert into m(id, name, v) select * from data where id not in (select id from u) returning *) select * from i;
with data(id, name, v) as (values (2, 'b', 11), (18, 'h8', 80)), u as (update m set v = data.v from data where m.id = data.id returning m.id) insert into m(id, name, v) select * from data where not exists (select 1 from u where u.id = data.id) returning *;
select * from m order by id;
rollback;
-- rows that move between states, and to other tables
begin;
with d as (delete from m where st = 'old' returning *), i as (insert into m select id + 100, name, v, 'moved' from d returning *) select * from i order by id;
with u as (update m set st = 'done' where st = 'new' returning id), o as (update m set st = 'new' where st = 'moved' returning id) select (select count(*) from u), (select count(*) from o), (select count(*) from m where st = 'new');
with d as (delete from m where id = 1 returning *), i as (insert into march(id, name, v) select id, name, v from d returning *), l as (insert into mlog(what, mid) select 'archived', id from i returning *) select d.*, i.at, l.what from d join i using (id) join l on l.mid = i.id;
with u as (update m set v = v + 1 where id = 2 returning *), l as (insert into mlog(what, mid) select 'u', id from u), u2 as (update m set v = v - 1 where id = 103 returning *), l2 as (insert into mlog(what, mid) select 'u2', id from u2) select count(*), sum(v) from m;
select * from m order by id;
select what, mid from mlog order by mid, what;
rollback;
-- two changes
begin;
with u as (update m set v = v + 1 where id = 1 returning *), d as (delete from m where id = 2 returning *) select (select count(*) from u), (select count(*) from d), (select count(*) from m);
with u as (update m set v = v + 1 where id = 1) update m set v = v + 100 where id = 3 returning *;
with u as (update m set v = v + 1 where id = 1 returning v) update m set v = v + 100 + (select v from u) where id = 3 returning *, (select sum(v) from m);
with d as (delete from m where id = 1 returning v) update m set v = m.v + d.v from d where id = 3 returning m.*, d.v;
with u as (update m set v = 0 where id = 3 returning *) delete from m using u where m.id = u.id + 1 returning m.*, u.v;
select * from m order by id;
with d as (delete from m where id = 3 returning *), e as (delete from m where id = 4 returning *) select * from d union all select * from e;
select * from m order by id;
rollback;
-- rows that are inserted are seen by none of the others
begin;
with i as (insert into m values (7, 'g', 70) returning *) update m set v = m.v + i.v from i where m.id < 3 returning m.*;
with i as (insert into m values (9, 'k', 70) returning *) delete from m where id in (select id - 5 from i) returning *;
with i as (insert into m values (11, 'l', 70) returning *), d as (delete from m where v > 25 returning *) select d.id, i.id from d, i order by 1;
select * from m order by id;
rollback;
-- ON CONFLICT DO UPDATE, MERGE and views
begin;
with i as (insert into m values (1, 'g', 70) on conflict (id) do update set v = excluded.v returning *) select m.*, i.v from m left join i using (id) order by 1;
with i as (insert into m values (1, 'g', 71), (8, 'k8', 8) on conflict (id) do update set v = excluded.v returning *) select (select count(*) from m), (select sum(v) from m), i.* from i order by id;
with i as (insert into m values (1, 'g', 72), (9, 'n', 9) on conflict (id) do update set v = excluded.v returning *), l as (insert into mlog(what, mid) select 'x', id from i) select count(*), sum(v) from m;
with i as (insert into m values (2, 'b', 70), (12, 'o', 12) on conflict (id) do update set v = m.v + excluded.v returning id), d as (delete from m where id not in (select id from i) returning *) select * from d order by id;
select * from m order by id;
rollback;
begin;
with u as (update mlog set what = 'z' returning *) merge into m using (values (1, 5), (50, 6)) s(id, v) on m.id = s.id when matched then update set v = s.v when not matched then insert values (s.id, 'm' || s.id, s.v);
with s as (insert into march values (1, 'zz', 5) returning *) merge into m using s on m.id = s.id when matched then update set v = s.v + 1 when not matched then insert values (s.id, 'm' || s.id, s.v);
select * from m order by id;
rollback;
create view mv as select id, v, st from m where id < 50;
begin;
with u as (update mv set v = v + 1 where id = 1 returning *) select u.*, mv.v from mv left join u using (id) order by mv.id;
with u as (update mv set v = v + 1 where id = 77 returning *), i as (insert into mv select 21, 1, 'x' where not exists (select from u) returning *) select count(*), (select count(*) from i) from mv;
with d as (delete from mv where id = 1 returning *) insert into mv select id, v + 5, 'back' from d returning *;
select * from m order by id;
rollback;
-- types of all kinds are read as they were
create table mt(id int primary key, b bytea, f float8, n numeric, d date, tz timestamptz, j jsonb, a text[], u uuid, g int generated always as (id * 2) stored, x bool);
insert into mt values (1, '\x00ff', 'NaN', 'NaN', 'infinity', '2024-01-01 00:00Z', '{"a": [1, "x"]}', '{a,NULL,"b c"}', '00000000-0000-0000-0000-000000000001', default, true), (2, null, '-1.25', 1.50, '2024-02-29', '-infinity', 'null', '{}', null, default, false);
with i as (insert into mt(id, f, x) values (1, 7, false), (3, 1.5, true) on conflict (id) do update set f = excluded.f, x = excluded.x, b = null returning id, f) select mt.*, i.f from mt left join i using (id) order by mt.id;
with i as (insert into mt(id, f) values (2, 8) on conflict (id) do update set f = excluded.f returning id, f) update mt set n = n + 1 where id <> 2 returning id, n, g, (select count(*) from i), (select sum(f) from mt where id = 2);
select * from mt order by id;
-- keys that several of them are about
begin;
with d as (delete from m where id = 3), i as (insert into m values (33, 'c', 1) returning *) select * from i;
rollback;
begin;
with d as (delete from m where id = 3) insert into m values (33, 'c', 1) returning *;
rollback;
begin;
with i as (insert into m values (33, 'c', 1)) delete from m where id = 3;
select * from m order by id;
rollback;
begin;
with d as (delete from m where id = 3 returning *) insert into m select 3, 'zz', v from d on conflict (id) do update set v = -1 returning *;
rollback;
begin;
with u as (update m set name = 'c' where id = 1 returning id), d as (delete from m where id = 3 returning id) select (select count(*) from u), (select count(*) from d);
rollback;
begin;
with d as (delete from m where id = 3 returning id), u as (update m set name = 'c' where id = 1 returning id) select (select count(*) from d), (select count(*) from u);
select * from m order by id;
rollback;
-- the row that the statement itself has changed is not changed again
begin;
with u as (update m set v = 0 where id < 3) update m set v = v + 100 where id > 1 returning *;
select * from m order by id;
rollback;
begin;
with u as (delete from m where id < 3) update m set v = v + 100 where id > 1 returning *;
select * from m order by id;
rollback;
-- two keys
create table mp(id int primary key, v int);
create table mc(id int primary key, pid int references mp on delete cascade on update cascade, v int);
insert into mp values (1, 1), (2, 2);
insert into mc values (1, 1, 10), (2, 1, 20), (3, 2, 30);
begin;
with a as (update mc set v = v + 1 where id = 1 returning *), b as (update mc set v = v + 2 where id = 3 returning *), c as (delete from mp where id = 2 returning *) select (select count(*) from a), (select count(*) from b), (select count(*) from c), (select sum(v) from mc);
select * from mc order by id;
rollback;
begin;
with a as (update mp set id = 11 where id = 1 returning *), b as (update mp set v = 5 where id = 2 returning *), c as (update mc set v = 0 where pid = 1 returning *) select (select count(*) from a), (select count(*) from b), (select sum(pid) from c);
select * from mc order by id;
rollback;
prepare pw(int, text) as with u as (update m set v = v + $1 where name = $2 returning *), u2 as (update m set v = v - $1 where name <> $2 and st = 'old' returning *) select (select count(*) from u), (select count(*) from u2), (select sum(v) from m);
execute pw(1, 'a');
execute pw(2, 'c');
select * from m order by id;
--$ b
with u as (update m set v = 5 where name = $1 returning *), d as (delete from m where name <> $1 and id = 4 returning *) select u.id, d.id from u, d;
with a as (update m set v = 0 where id = 1 returning *), b as (update m set nosuch = 1) select 1;
with a as (update m set v = 1 / (v - v) where id = 1 returning *), b as (update m set v = 9 where id = 2 returning id) select * from b;
select * from m order by id;
