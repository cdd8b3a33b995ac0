# INSERT, UPDATE, DELETE, MERGE, TRUNCATE.
insert into t values (1, 2)
insert into s.t values (1, 2)
insert into t as x values (1, 2)
insert into t(a) values (1, 2)
insert into t(a, b) values (1, 2)
insert into t as x(a, b) values (1, 2)
insert into t(a.b, c[1], d[1:2]) values (1, 2)
insert into only t values (1, 2)
insert into t x values (1, 2)
insert into t() values (1, 2)
insert into t(a,) values (1, 2)
insert into t(1) values (1, 2)
insert into t(a b) values (1, 2)
insert into t(a.*) values (1, 2)
insert into t default values
insert into t values (default)
insert into t values (1), (2)
insert into t values (1, default), (2, 3)
insert into t select 1
insert into t select * from u
insert into t (select 1)
insert into t ((select 1))
insert into t (values (1))
insert into t table u
insert into t with x as (select 1) select * from x
insert into t (with x as (select 1) select 2)
insert into t select 1 union select 2
insert into t (a) (select 1)
insert into t (a) select 1
insert into t (a) default values
insert into t (a) with x as (select 1) select 2
insert into t values
insert into t values ()
insert into t
insert into t (a)
insert into t (select)
insert into t default
insert into t (select 1) union (select 2)
insert into t (a) (b) select 1
insert into t set a = 1
insert into t exec f()
insert into t overriding user value values (1)
insert into t overriding system value select 1
insert into t (a) overriding system value values (1)
insert into t overriding value values (1)
insert into t overriding user values (1)
insert into t overriding user value default values
insert into t values (1) returning *
insert into t values (1) returning a
insert into t values (1) returning a as b, c + 1 d
insert into t values (1) returning t.*
insert into t values (1) returning
insert into t values (1) returning a b c
insert into t values (1) returning a into b
insert into t values (1) on conflict do nothing
insert into t values (1) on conflict (a) do nothing
insert into t values (1) on conflict (a, b) do update set c = 1
insert into t values (1) on conflict (lower(a)) do nothing
insert into t values (1) on conflict ((a + b) collate "C" x_ops desc) do nothing
insert into t values (1) on conflict (a) where b > 1 do update set c = excluded.c where t.c > 1
insert into t values (1) on conflict on constraint k do nothing
insert into t values (1) on conflict on constraint k do update set a = default
insert into t values (1) on conflict do update set a = 1
insert into t values (1) on conflict (a)
insert into t values (1) on conflict do
insert into t values (1) on conflict on constraint do nothing
insert into t values (1) on conflict (a) do update
insert into t values (1) on conflict (a) do update set
insert into t values (1) on conflict (a) do delete
insert into t values (1) on conflict () do nothing
insert into t values (1) on conflict (a) do update set a = 1 returning *
insert into t values (1) on conflict where a do nothing
insert into t values (1) on conflict (a) do update set (a, b) = (1, 2), c = 3
with x as (select 1) insert into t select * from x
with x as (select 1) update t set a = 1
with x as (select 1) delete from t
with x as (select 1) merge into t using x on true when matched then delete
with x as (select 1) insert into t values (1) returning *
with x as (select 1) truncate t
with x as (select 1) create table t(a int)
with x as (select 1) select 1
with x as (select 1) values (1)
with x as (select 1) (select 1)
with x as (select 1) table x
with x as (select 1) explain select 1
update t set a = 1
update s.t set a = 1
update only t set a = 1
update t x set a = 1
update t as x set a = 1
update t * set a = 1
update only (t) as x set a = 1
update t as set set a = 1
update t set set a = 1
update t x y set a = 1
update t, u set a = 1
update (t) set a = 1
update t as x(a) set a = 1
update t set a = 1, b = 2
update t set a = default
update t set (a, b) = (1, 2)
update t set (a, b) = row(1, 2)
update t set (a, b) = (select 1, 2)
update t set (a) = (1)
update t set (a) = row(1)
update t set a[1] = 2
update t set a[1:2] = b
update t set a.b = 1
update t set a.b[2].c = 3
update t set a = b = c
update t set a 1
update t set a =
update t set = 1
update t set
update t set a = 1,
update t set t.a = 1
update t set (a, b = (1, 2)
update t set () = ()
update t set a.* = 1
update t set "A" = 1
update t set a := 1
update t set a = 1 b = 2
update t set (a, b) = f()
update t set a = (select 1)
update t set a = a + 1, (b, c) = default
update t set a = 1 from u
update t set a = 1 from u, v w
update t set a = 1 from u join v on true
update t set a = 1 where b
update t set a = 1 from u where t.x = u.x
update t set a = 1 where current of c
update t set a = 1 returning *
update t set a = 1 from u where true returning t.a, u.b
update t set a = 1 where
update t set a = 1 from
update t set a = 1 where current of
update t set a = 1 where current
update t set a = 1 order by a
update t set a = 1 limit 1
update t set a = 1 where a returning
update t set a = 1 using u
delete from t where true
delete from s.t where true
delete from only t where true
delete from t x where true
delete from t as x where true
delete from t * where true
delete from t, u where true
delete from t as where true
delete from  where true
delete from t using u
delete from t using u, v w
delete from t using u join v on true where true
delete from t where a = 1
delete from t where current of c
delete from t where current of "C"
delete from t returning *
delete from t using u where true returning u.a
delete from t using
delete from t where
delete from t returning
delete from t from u
delete from t limit 1
delete from t where current of c and a
delete from t order by a
delete from t where current = 1
delete t
delete from
update
update t
insert t values (1)
insert into
insert
delete
merge
merge t
merge into t using u on t.a = u.a when matched then delete
merge into t using u y on t.a = u.a when matched then delete
merge into t using (select 1) y on t.a = u.a when matched then delete
merge into t using u join v on true on t.a = u.a when matched then delete
merge into s.t using u on t.a = u.a when matched then delete
merge into s.t using u y on t.a = u.a when matched then delete
merge into s.t using (select 1) y on t.a = u.a when matched then delete
merge into s.t using u join v on true on t.a = u.a when matched then delete
merge into only t using u on t.a = u.a when matched then delete
merge into only t using u y on t.a = u.a when matched then delete
merge into only t using (select 1) y on t.a = u.a when matched then delete
merge into only t using u join v on true on t.a = u.a when matched then delete
merge into t x using u on t.a = u.a when matched then delete
merge into t x using u y on t.a = u.a when matched then delete
merge into t x using (select 1) y on t.a = u.a when matched then delete
merge into t x using u join v on true on t.a = u.a when matched then delete
merge into t as x using u on t.a = u.a when matched then delete
merge into t as x using u y on t.a = u.a when matched then delete
merge into t as x using (select 1) y on t.a = u.a when matched then delete
merge into t as x using u join v on true on t.a = u.a when matched then delete
merge into t using u on true when matched then update set a = 1
merge into t using u on true when matched and a > 1 then update set (a, b) = (1, 2)
merge into t using u on true when matched then do nothing
merge into t using u on true when not matched then insert values (1)
merge into t using u on true when not matched then insert (a, b) values (1, default)
merge into t using u on true when not matched and b then insert default values
merge into t using u on true when not matched then insert (a) overriding user value values (1)
merge into t using u on true when not matched then insert overriding system value values (1)
merge into t using u on true when not matched then do nothing
merge into t using u on true when matched then delete when not matched then insert values (1)
merge into t using u on true when matched then insert values (1)
merge into t using u on true when not matched then delete
merge into t using u on true when not matched then update set a = 1
merge into t using u on true
merge into t using u on true when matched
merge into t using u on true when matched then
merge into t using u on true when matched then update a = 1
merge into t using u on true when not matched then insert
merge into t using u on true when not matched then insert values ()
merge into t using u on true when not matched then insert (a) default values
merge into t using u on true when not matched by source then delete
merge into t using u on true when matched then delete where a
merge into t using u on true when matched then delete returning *
merge into t using u on true when matched and then delete
merge into t using u on true when not matched then insert select 1
merge into t using u on true when matched then update set a = 1 where b
truncate t
truncate table t
truncate t, u
truncate only t
truncate table t, only u *
truncate t restart identity
truncate t continue identity
truncate t cascade
truncate t restart identity restrict
truncate t cascade restart identity
truncate
truncate table
truncate t restart
truncate t,
truncate table if exists t
truncate t where a
