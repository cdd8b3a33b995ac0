# Chapter 4.2 and 9: value expressions with precedence.
select 1 + 2 * 3
select (1 + 2) * 3
select 2 ^ 3 ^ 2
select -2 ^ 2
select - 2 ^ 2
select a - b - c
select a / b * c % d
select  b
select  c
select a + b
select  b + c
select a * -b
select - a * b
select a < b + c
select a + b < c + d
select a < b < c
select a = b = c
select a <> b = c
select a <= b >= c
select (a = b) = c
select a = (b = c)
select a < b and c < d
select a = b or c = d and e
select not a = b
select not a and not b or c
select not not a
select not a is null
select a and b or c and d
select a or b or c
select a and b and c and d
select a is null
select a is not null
select a isnull
select a notnull
select a is true
select a is not true
select a is false
select a is not false
select a is unknown
select a is not unknown
select a is document
select a is not document
select a is normalized
select a is not normalized
select a is nfc normalized
select a is not nfkd normalized
select a is distinct from b
select a is not distinct from b
select a is null is null
select a is distinct from b is null
select a = b is null
select a is null = b
select a isnull notnull
select a + b is null
select a is null and b
select a is 1
select a is nul
select a is not
select a is distinct b
select a is nfc
select a is of (int)
select a < b is null is true
select a between 1 and 2
select a not between 1 and 2
select a between symmetric 1 and 2
select a between asymmetric 1 and 2
select a not between symmetric b and c
select a between b and c and d
select a between 1 and 2 between 3 and 4
select a between b + 1 and c * 2 or d
select a between 1 and 2 < 3
select a between (b and c) and d
select a between b in (c) and d
select a between 1 or 2
select a between b = c and d
select a between not b and c
select a between b::int and -c
select a in (1)
select a in (1, 2, 3)
select a not in (1, 2)
select a in (select 1)
select a not in (select b from t)
select a in ()
select a in 1
select a in ((select 1))
select a in ((select 1), 2)
select (a, b) in ((1, 2), (3, 4))
select (a, b) in (select 1, 2)
select a in (1) in (true)
select a = b in (c)
select a in (values (1), (2))
select a in (1,)
select a in ((1))
select a in ((1), (2))
select a in (select 1 union select 2)
select a in ((select 1) union (select 2))
select a in ((select 1) + 1)
select {a like 'x'|a not like 'x'|a like b escape 'c'|a not like b escape ''|a ilike 'x%'|a not ilike b escape c|a similar to 'x'|a not similar to b escape 'c'|a like b like c|a like b || c|a like b and c|a like b = c|a similar b|a like b escape c escape d|a like b is null|a ~~ b|a like any (array['x'])|a not like all (select b from t)|a ilike some (b)|a not ilike any ('{x}')|a like any (b) like c|a similar to any (b)}
select a = any (b)
select a <> all (select 1)
select a < some (array[1,2])
select a = any ((select 1))
select a = any (1, 2)
select a = any (select 1) = b
select a operator(pg_catalog.=) any (b)
select  any (b)
select a + any (b)
select a = any b
select any (a) = b
select a = all ()
select a at time zone 'x'
select a at time zone 'x' at time zone 'y'
select a at time zone b
select a::timestamp at time zone 'x'
select a + b at time zone 'x'
select -a at time zone 'x'
select a at time
select a at local
select a at zone 'x'
select a collate "C"
select a collate pg_catalog."C"
select  b collate "C"
select a collate "C" < b
select a collate "C" collate "D"
select -a collate x
select a collate
select a collate 'C'
select a at time zone b collate c
select a operator(pg_catalog.+) b
select a operator(+) b
select operator(pg_catalog.-) b
select a operator(x.y.<>) b + c
select a operator(like) b
select a operator(pg_catalog.) b
select a operator() b
select @ a
select @ a + b
select ~ a & b
select !! a
select a !
select a * @ b + c
select / 4
select / 27 + 1
select a::int
select a::int::text
select -a::int
select (-a)::int
select a::int[]
select a::int[3][]
select a::varchar(10)
select a::numeric(10, 2)
select a::double precision
select a::timestamp(3) with time zone
select a::time without time zone
select a::interval day to second(2)
select a::pg_catalog.int4
select a::x.y.z
select a::char varying(3)
select a::setof int
select a::int array
select a::int array[4]
select a::national character varying(2)
select a::bit varying
select a::bit(3)
select a::float(20)
select a::float(0)
select a::float(99)
select a::dec(3)
select a::"X"(1,2)
select a::interval(3)
select a::interval year to month
select a::left
select a::int[1
select a::int(4)
select a::between
select a::5
select cast(a as int)
select cast(a as text[])
select cast(a as)
select cast(a int)
select cast(a as int, 1)
select cast(a as numeric(1 + 2))
select cast(a as "my type")
select cast(a as select)
select {date '2020-01-01'|timestamp '2020-01-01'|timestamp with time zone 'x'|timestamp(3) without time zone 'x'|time '10:00'|time(2) with time zone 'x'|interval '1' day|interval '1'|interval '1-2' year to month|interval(3) '1'|interval '1 2:3' day to minute|interval '1' second(3)|interval '1' year to day|interval '1' month to year|int '1'|bigint '1'|float '1'|float(3) '1'|double precision '1'|numeric '1'|numeric(3,2) '1'|decimal(3) '1'|bool 't'|boolean 't'|char 'x'|char(3) 'x'|character varying 'x'|character varying(3) 'x'|varchar(3) 'x'|nchar 'x'|national char 'x'|national character(2) 'x'|bit '1'|bit(3) '101'|bit varying(2) '1'|text 'x'|pg_catalog.text 'x'|x.y 'a'|json '{}'|"T" 'x'|t(1, 2) 'x'|t(a => 1) 'x'|t(a order by b) 'x'|left 'x'|int(4) '5'|int[] '{}'|smallint '1'|real '1'|dec '1'}
select array[1, 2]
select array[]
select array[[1, 2], [3, 4]]
select array[[1], 2]
select array[1, [2]]
select array[]::int[]
select array(select 1)
select array((select 1))
select array(1)
select (array[1, 2])[1]
select a[1]
select a[1][2]
select a[1:2]
select a[:2]
select a[1:]
select a[:]
select a[1:2][3]
select a[b + 1].c
select a[]
select a[1,2]
select a.b[1].c
select (a).b
select (a).b.c
select (a.b).c[2]
select (a).*
select (a.b).*
select a.*
select a.b.*
select a.*.b
select (a).*.b
select ((a)).b
select (select a).b
select ((select a)).b[1]
select (row(1, 2)).f1
select f(a).b
select (f(a)).b
select a.select
select a.5
select a.b.c.d.e
select row(1, 2)
select row()
select row(1)
select row(a.*)
select (1, 2)
select (1, 2, 3) = (4, 5, 6)
select (1, 2).x
select row(1, 2).x
select row 1
select (a, b) < (c, d)
select row(a) is null
select (1,)
select ()
select ((1, 2), 3)
select (a, (b, c))
select (a, b) overlaps (c, d)
select row(a, b) overlaps row(c, d)
select (a, b) overlaps row(c, d) and e
select (a, b, c) overlaps (d, e)
select (a, b) overlaps (d)
select (a, b) overlaps c
select a overlaps b
select (a, b) overlaps (c, d) overlaps (e, f)
select ((a, b) overlaps (c, d))
select row(a) overlaps row(b, c)
select (a, b) overlaps (c, d, e)
select case when a then b end
select case when a then b else c end
select case a when 1 then 2 when 3 then 4 else 5 end
select case when a then b when c then d end + 1
select case end
select case a end
select case when a then end
select case when a b end
select case a when then 1 end
select case when case when a then b end then c end
select case else 1 end
select f()
select f(1)
select f(a, b)
select f(*)
select f(distinct a)
select f(all a)
select f(a order by b)
select f(distinct a, b order by c desc nulls last)
select f(variadic a)
select f(a, variadic b)
select f(variadic a, b)
select f(a => 1)
select f(a := 1, b => 2)
select f(a, b => 1)
select x.f(a)
select x.y.f(a)
select "F"(a)
select left(a, 2)
select right(a, 1)
select f(a,)
select f(,a)
select f(a b)
select f(distinct)
select f(all)
select f(distinct *)
select f(order by a)
select f(a order b)
select f(all distinct a)
select f(a.*)
select f(select 1)
select f((select 1))
select int(1)
select f(a).*
select f(*, a)
select f(variadic a order by b)
select f(distinct variadic a)
select count(*)
select count(*) filter (where a)
select sum(a) filter (where b > 1) over w
select count(*) over ()
select sum(a) over (partition by b order by c)
select percentile_cont(0.5) within group (order by a)
select mode() within group (order by a desc) filter (where b)
select f(distinct a) within group (order by b)
select f(a order by b) within group (order by c)
select f(variadic a) within group (order by b)
select sum(a) filter (b)
select sum(a) filter where b
select sum(a) over
select sum(a) over (w)
select sum(a) over (w order by b)
select sum(a) over (partition a)
select f() within group ()
select coalesce(a) over ()
select sum(a) over w filter (where b)
select sum(a) over (order by b rows unbounded preceding)
select sum(a) over (order by b rows between unbounded preceding and current row)
select sum(a) over (order by b range between 1 preceding and 2 following)
select sum(a) over (order by b groups current row)
select sum(a) over (order by b rows between current row and unbounded following exclude ties)
select sum(a) over (order by b rows 1 preceding exclude current row)
select sum(a) over (order by b range between '1 day'::interval preceding and current row exclude group)
select sum(a) over (order by b rows 2 preceding exclude no others)
select sum(a) over (order by b rows between 1 following and 2 following)
select sum(a) over (order by b rows unbounded following)
select sum(a) over (order by b rows 1 following)
select sum(a) over (order by b rows between current row and 1 preceding)
select sum(a) over (order by b rows between 1 following and current row)
select sum(a) over (order by b rows between 1 preceding and unbounded preceding)
select sum(a) over (order by b rows between unbounded following and current row)
select sum(a) over (order by b rows)
select sum(a) over (order by b rows between 1 preceding)
select sum(a) over (order by b rows 1)
select sum(a) over (order by b range exclude ties)
select sum(a) over (order by b rows between 1 following and 1 preceding)
select extract(year from a)
select extract('epoch' from a)
select extract(century from a)
select extract("DOW" from a)
select extract(year a)
select extract(1 from a)
select extract(from a)
select extract()
select extract(select from a)
select extract(year, a)
select overlay(a placing b from 1)
select overlay(a placing b from 1 for 2)
select overlay(a, b, 1)
select overlay(a placing b)
select overlay()
select overlay(a => 1)
select position('a' in b)
select position(a + 1 in b
select  c)
select position(a in b in c)
select position(a, b)
select position()
select substring(a from 1)
select substring(a from 1 for 2)
select substring(a for 2)
select substring(a for 2 from 1)
select substring(a, 1, 2)
select substring(a similar b escape c)
select substring(a from b escape c)
select substring(a similar b)
select substring()
select substring(a from 1, 2)
select trim(a)
select trim(both from a)
select trim(leading 'x' from a)
select trim(trailing from a)
select trim('x' from a)
select trim(both a)
select trim(a, b)
select trim(from a)
select trim()
select trim(leading)
select trim(both 'x' from a, b)
select trim(a from b from c)
select coalesce(a, b)
select coalesce()
select greatest(1, 2)
select least(a)
select nullif(a, b)
select nullif(a)
select nullif(a, b, c)
select grouping(a, b)
select grouping()
select treat(a as int)
select normalize(a)
select normalize(a, nfc)
select normalize(a, x)
select collation for (a)
select collation for a
select xmlelement(name a)
select exists (select 1)
select exists(select 1 from t where a)
select exists (1)
select exists ((select 1))
select exists
select not exists (select)
select unique (select 1)
select current_date
select current_time
select current_time(3)
select current_timestamp
select current_timestamp(0)
select localtime
select localtime(1)
select localtimestamp(2)
select current_user
select session_user
select current_role
select current_catalog
select current_schema()
select current_date()
select current_time()
select current_user()
select now()
select current_timestamp(a)
select localtimestamp at time zone 'x'
select true
select false
select null
select not true
select default
select default + 1
select null::int
select true and null
select unknown
select a b
select a as b
select a "B"
select a as select
select a select
select a as
select a 'b'
select a as 'b'
select a year
select a as year
select a over
select a filter
select 1 and
select 1 is, 2
select 1 like from t
select a value
select a name
select a type b
select a.b c
select 1 x, 2 y
select * x
select a, *
select *, a
select t.* x
select ((((((((((1))))))))))
select (((((a + 1) * 2) - 3)))
select a::int + b::text || c::date - d
select a->'b'->>'c' = 'd' and e @> '{"f": 1}'::jsonb
select -1 - -1 + +1
select 1 = 1 is true
select a is not null and b is null or not c
select not a = b and c
select not (a, b) = (c, d)
select not a like b
select not a in (1)
select not not exists (select 1)
select a not null
select a not = b
select a and or b
select + from t
select * + 1
select 1 + * from t
