# SELECT, VALUES, TABLE, WITH.
select  a, b from t
select all a, b from t
select distinct a, b from t
select distinct on (a) a, b from t
select distinct on (a, b + 1) a, b from t
select distinct on () a, b from t
select distinct all a, b from t
select all distinct a, b from t
select distinct
select from t
select where true
select distinct from t
select 1 where
select a, from t
select , a
select * from
select * from t
select * from s.t
select * from d.s.t
select * from a.b.c.d
select * from only t
select * from only (t)
select * from t *
select * from only (s.t) x
select * from t x
select * from t as x
select * from t as x (a, b)
select * from t x(a)
select * from t as (a)
select * from "T" "X"
select * from t as select
select * from t select
select * from t left
select * from t as left
select * from only
select * from (t)
select * from ((t))
select * from t, u
select * from t, u v, w as x
select * from t,
select * from , t
select * from t u v
select * from t[1]
select * from t.*
select * from (select 1) x
select * from (select 1) as x(a)
select * from (select 1)
select * from (values (1, 2), (3, 4)) as v(a, b)
select * from (values (1))
select * from lateral (select 1) x
select * from lateral (select 1)
select * from lateral t
select * from ((select 1)) x
select * from ((select 1) union (select 2)) x
select * from ((select 1) order by 1) x
select * from (with a as (select 1) select * from a) x
select * from (table t) x
select * from (select 1) x(a int)
select * from (select 1
select * from (1) x
select * from (insert into t values (1)) x
select * from (select 1) x, lateral (select x.a) y
select * from f()
select * from f() x
select * from f(1, 2) as x(a, b)
select * from f() as (a int, b text)
select * from f() as x(a int, b text collate "C")
select * from f() with ordinality
select * from f() with ordinality as x(a, n)
select * from lateral f(a)
select * from s.f()
select * from rows from (f(), g() as (a int))
select * from rows from (f(1)) with ordinality x
select * from rows from (f)
select * from rows from ()
select * from coalesce(a)
select * from current_date
select * from current_date as d
select * from cast(a as int) x
select * from generate_series(1, 3) g
select * from unnest(a, b) u(x, y)
select * from unnest(array[1,2]) with ordinality
select * from f() x y
select * from int4(1)
select * from f() as
select * from xmltable('x' passing y columns a int)
select * from f() filter (where true)
select * from lateral rows from (f()) x
select * from a join b on true
select * from a join b using (x)
select * from a join b using (x, y) as j
select * from a inner join b on a.x = b.x
select * from a left join b on true
select * from a left outer join b using (x)
select * from a right join b on true
select * from a right outer join b on true
select * from a full join b on true
select * from a full outer join b using (x)
select * from a cross join b
select * from a natural join b
select * from a natural left join b
select * from a natural full outer join b
select * from a natural inner join b
select * from a join b
select * from a left b on true
select * from a cross join b on true
select * from a natural join b using (x)
select * from a join b on
select * from a join b using ()
select * from a join b using x
select * from a outer join b on true
select * from a left inner join b on true
select * from a natural cross join b
select * from a join b on a join c on b
select * from a join b join c on true on true
select * from a left join b cross join c on true
select * from a join (b join c on true) on true
select * from a join lateral (select 1) x on true
select * from a , b join c on true
select * from a join b using (x) join c using (y)
select * from a join only b on true
select * from a join b x on x.a = 1, c
select * from (a join b on true)
select * from (a join b on true) x
select * from (a join b on true) as x(c, d)
select * from ((a join b on true) join c on true)
select * from (a cross join b) cross join c
select * from ((a cross join b))
select * from (a natural join b) natural join (c natural join d)
select * from ((select 1) x cross join a)
select * from (((select 1) x cross join a) y join c on true)
select * from (a, b)
select * from (a join b)
select * from ((select 1) x)
select * from (a cross join b
select * from ((a cross join b) x)
select * from t tablesample bernoulli(10)
select * from t tablesample system(1.5) repeatable (42)
select * from t tablesample s.m(1, 2)
select * from t tablesample bernoulli
select * from t tablesample bernoulli()
select * from t tablesample (10)
select * from t x tablesample system(1)
select * from t tablesample system(1) x
select * from t where a
select * from t where
select * from t where a b
select * from t where a = 1 and b
select * from t where current of c
select * from t having a
select * from t group by
select * from t group by a
select * from t group by all a
select * from t group by distinct a, b
select * from t group by a, b + 1 having count(*) > 1
select * from t group by ()
select * from t group by (a, b), c
select * from t group by rollup (a, b)
select * from t group by cube (a, (b, c))
select * from t group by grouping sets ((a, b), (), rollup (c), grouping sets (d))
select * from t group by rollup
select * from t group by cube()
select * from t group by grouping sets ()
select * from t group a
select * from t group by a,
select * from t order by a
select * from t order by a asc
select * from t order by a desc
select * from t order by a nulls first
select * from t order by a desc nulls last
select * from t order by a using <
select * from t order by a using operator(pg_catalog.>) nulls first
select * from t order by a using like
select * from t order by 1, 2 desc, a + b
select * from t order by a asc desc
select * from t order by a nulls
select * from t order by a,
select * from t order by
select * from t order by a collate "C" desc
select * from t order by (a, b)
select * from t order by a using
select * from t order by a using = desc
select * from t limit 1
select * from t limit all
select * from t limit null
select * from t limit 1 offset 2
select * from t offset 2 limit 1
select * from t offset 2
select * from t offset 2 rows
select * from t offset 1 row limit 3
select * from t limit (select 1)
select * from t limit 1 + 2
select * from t limit $1 offset $2
select * from t limit
select * from t offset
select * from t limit 1, 2
select * from t limit 1 limit 2
select * from t offset 1 offset 2
select * from t limit 1 offset 2 limit 3
select * from t limit 1 order by a
select * from t offset 1 + 1 rows
select * from t offset (1 + 1) rows
select * from t offset -1 rows
select * from t fetch first row only
select * from t fetch first 5 rows only
select * from t fetch next 3 row only
select * from t fetch first (1 + 1) rows only
select * from t fetch first 1 + 1 rows only
select * from t fetch first -1 rows only
select * from t offset 2 rows fetch next 3 rows only
select * from t fetch next 3 rows only offset 2
select * from t order by a fetch first 3 rows with ties
select * from t fetch first 3 rows with ties
select * from t fetch first
select * from t fetch 3 rows only
select * from t fetch first $1 rows only
select * from t fetch first a rows only
select * from t limit 1 fetch first row only
select * from t order by a fetch first row with ties for update skip locked
select * from t for update
select * from t for no key update
select * from t for share
select * from t for key share
select * from t for update of t
select * from t for update of t, u nowait
select * from t for share skip locked
select * from t for update for share of u
select * from t for read only
select * from t for update limit 1
select * from t limit 1 for update
select * from t order by a for update
select * from t for
select * from t for update of
select * from t for select
select * from t for update wait
select * from t for key update
select * from t for no update
select * from t for update order by a
select * from t for update limit 1 for update
select * from t window w as ()
select * from t window w as (partition by a)
select * from t window w as (order by b)
select * from t window w as (w2 partition by a, b order by c desc rows 1 preceding)
select * from t window w as (w2)
select * from t window w as (order by a), x as (w)
select * from t window w as w2
select * from t window w as (rows)
select * from t window w as (partition by)
select * from t window w as (a b)
select 1 union select 2
select 1 union all select 2
select 1 union distinct select 2
select 1 intersect select 2
select 1 intersect all select 2
select 1 except select 2
select 1 except all select 2
select 1 minus select 2
select 1 union intersect select 2
select 1 union all distinct select 2
select 1 union select 2 intersect select 3
select 1 intersect select 2 union select 3
select 1 except select 2 except select 3
select 1 union select 2 union all select 3 order by 1 limit 1
select 1 union (select 2 order by 1)
select 1 union (select 2 limit 1) limit 2
select 1 union (select 2
select 1 order by 1 union select 2
select 1 limit 1 union select 2
select 1 union values (2)
select 1 union table t
select 1 union select
select 1 union (values (1), (2)) intersect table u
select 1 union with x as (select 1) select 2
select 1 union (with x as (select 1) select 2)
select 1 for update union select 2
(select 1)
((select 1))
(select 1) union (select 2)
((select 1) union (select 2)) intersect (select 3)
(select 1) order by 1
(select 1) limit 1
((select 1) order by 1) limit 1
(select 1 order by 1) order by 1
(select 1 limit 1) limit 1
(select 1 offset 1) offset 2
(select 1 limit 1) offset 2
((select 1)
(select 1))
()
(1)
(select 1) x
(values (1)) union all values (2)
(select 1 for update) for share
(select 1) for update
with a as (select 1) (with b as (select 2) select 1)
(with b as (select 2) select 1) order by 1
with a as (select 1) (select 2)
values (1)
values (1, 2), (3, 4)
values ()
values (1), (2) order by 1 limit 1
values 1
values (default)
values (1),
values
table t
table s.t
table only t
table t order by a
table t where a
table (select 1)
table t limit 1 for update
table
with a as (select 1) select * from a
with a(x, y) as (select 1, 2) select * from a
with a as materialized (select 1) select * from a
with a as not materialized (select 1) select * from a
with a as (select 1), b as (select 2) select * from a
with recursive a as (select 1 union all select n + 1 from a) select * from a
with a as (values (1)) select * from a
with a as (table t) select * from a
with a as (insert into t values (1) returning *) select * from a
with a as (update t set b = 1 returning b) select * from a
with a as (delete from t returning *) select * from a
with a as ((select 1)) select * from a
with a as (with b as (select 1) select * from b) select * from a
with time as (select 1) select * from a
with recursive time as (select 1) select * from a
with ordinality as (select 1) select * from a
with  select 1
with a select 1
with a as select 1
with a as () select 1
with a as select 1 select 1
with a (x as (select 1) select 1
with a() as (select 1) select 1
with as (select 1) select 1
with a as (select 1), select 1
with a as (create table t(a int)) select 1
with recursive select 1
with a as maybe (select 1) select 1
with a as (merge into t using u on true when matched then delete) select 1
with recursive a(n, m) as (select 1, 2 union all select n, m from a) search depth first by n set o select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) search breadth first by n, m set o select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) search first by n set o select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n set c using p select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n, m set c to true default false using p select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n set c to 'Y' default 'N' using p select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) search depth first by n set o cycle n set c using p select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n using p select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n set c to 1 using p select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n set c using p search depth first by n set o select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) search depth by n set o select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n set c to $1 default 2 using p select * from a
with recursive a(n, m) as (select 1, 2 union all select n, m from a) cycle n set c to int '1' default -1 using p select * from a
select * into t from u
select * into temp t from u
select * into temporary table t from u
select * into unlogged t from u
select * into table s.t from u
select * into local temp t from u
select * into global temporary table t from u
select * into unlogged table t from u
select * into temp from u
select * into  from u
select a into b
select a into b from c union select 2
select a, b, c from t where a > 1 group by a having b order by c
select a from t group by a order by a where a
select from t from u
select a from t where a where b
select a from t having a group by b
select a order by a from t
select a from t limit 1 order by 1
select a where b from t
select a.b, c.d as e from s.t as a inner join u c on a.x = c.y and c.z is not null left join lateral (select * from v where v.i = a.i order by 1 limit 1) w on true where (a.p in (1,2,3) or a.q like 'x%') and exists (select 1 from k where k.i = a.i) order by 1 desc nulls last limit 10 offset 20
select (select a from t), (select count(*) from u where u.x = t.x) from t
select (select 1), ((select 2)), (((select 3)))
select (select 1) + (select 2)
select ((select 1) union (select 2))
select ((select 1) union all select 2 order by 1 limit 1)
select ((select 1) + 1) * 2
select ((select 1), 2)
select (select 1 union select 2) = any (select 3)
select case when exists (select 1) then array(select 2) else array[(select 3)] end
select x.* from (select 1 as a) x where x.a in (select y.a from (select 2 as a) y)
select * from a, b where a.x = b.x(+)
select * from a, b where a.x *= b.x
select * from a, b where a.x = b.x
