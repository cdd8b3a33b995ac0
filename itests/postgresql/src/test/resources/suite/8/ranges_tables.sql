-- 8.17 columns of ranges: defaults, keys, conditions, indexes, COPY, parameters; catalogs
create table r1(id int4range primary key, d daterange not null default '[2024-01-01,2024-02-01)', n numrange check (not isempty(n)), m int4multirange default '{[1,3)}', z tstzrange default tstzrange('2024-01-01 00:00+00', null), a int4range[] default array['[1,2)'::int4range], u int8range unique);
insert into r1(id) values ('[1,5)'),('[5,10)'),('empty');
insert into r1(id) values ('[1,4]');
insert into r1(id,n) values ('[20,30)','empty');
insert into r1(id,d) values ('[20,30)',null);
insert into r1(id,u) values ('[20,30)','[1,2)');
insert into r1(id,u) values ('[21,30)','[1,1]');
insert into r1(id) values (null);
insert into r1(id) values ('x');
insert into r1(id) values (5);
insert into r1(id) values (int8range(1,2));
insert into r1(id) values ('[1,4]') on conflict (id) do update set n = '[7.50,8)' returning id, n;
insert into r1(id) values ('[1,4]') on conflict do nothing returning id;
select * from r1 order by id;
select * from r1 where id = '[1,4]';
select * from r1 where id = '[1,5)' or u = '[1,1]' order by id;
update r1 set id = id * '[0,3)' where id = '[1,5)' returning id;
update r1 set a[2] = '[7,8]', m = m + '{[10,12)}' where id = '[1,3)' returning a, m;
delete from r1 where id @> 6 returning id;
create table r2(id serial, ref int4range references r1(id) on update cascade on delete set null, ref2 int8range references r1(u));
insert into r2(ref,ref2) values ('[1,3)','[1,1]'),('empty',null),(null,null);
insert into r2(ref) values ('[7,9)');
update r1 set id='[100,200)' where id='[1,3)';
select * from r2 order by id;
delete from r1 where id = 'empty';
delete from r1 where u = '[1,2)';
select * from r2 order by id;
create unique index r1n on r1(n);
insert into r1(id,n,u) values ('[300,301)','[1,2)','[5,6)');
insert into r1(id,n,u) values ('[301,302)','[1.0,2.00)','[6,7)');
create index r1d on r1(d);
create index r1dg on r1 using gist (d);
create index r1ds on r1 using spgist (d);
create index r1mg on r1 using gist (m, d);
create index r1ms on r1 using spgist (m);
create index r1ng on r1 using gist (n range_ops);
create index r1h on r1 using hash (z);
create unique index r1x on r1 using gist (d);
create index r1x on r1 using spgist (d, z);
create index r1x on r1 using gist (d desc);
create index r1x on r1 using gist (d nulls first);
create table r4(i jsonb, t text, ip inet, p json);
create index on r4 using gist (i);
create index on r4 using gist (p);
create index on r4 using spgist (t);
create index on r4 using gist (ip inet_ops);
create index on r4 using spgist (ip);
create index on r4 using spgist (i);
select attname, format_type(atttypid,atttypmod), attlen, attalign, attstorage from pg_attribute where attrelid='r1'::regclass and attnum>0 order by attnum;
select pg_get_constraintdef(oid) from pg_constraint where conrelid in ('r1'::regclass,'r2'::regclass) order by 1;
create domain posrange as int4range check (lower(value) > 0) default '[1,2)';
create table r5(p posrange, q posrange not null);
insert into r5(q) values ('[5,6)') returning *;
insert into r5(q) values ('[0,6)');
insert into r5(q) values (null);
select '[1,3]'::posrange, '[1,3]'::posrange @> 2, '[0,3]'::posrange;
select '[1,3]'::posrange, '[1,3]'::posrange @> 2, upper('[1,3]'::posrange);
create table r6 as select int4range(1,2) a, '{}'::datemultirange b where false;
create table r6 as select int4range(1,2) a, '{}'::datemultirange b, array['empty'::tsrange] c;
select * from r6;
alter table r6 add column d numrange default '[1,2]';
alter table r6 alter column a type int8range;
alter table r6 alter column a type text;
alter table r6 alter column a type int4range using a::int4range;
alter table r6 alter column d set default '(,5]';
alter table r6 alter column d set not null;
insert into r6 default values returning *;
create view v1 as select a, lower(a) lo, a && '[1,5)' as o, d from r6 where a <> 'empty';
select * from v1 order by 1;
create table r7(a int4range generated always as (int4range(b, c)) stored, b int, c int);
insert into r7(b,c) values (1,5),(null,3),(3,null) returning a;
insert into r7(b,c) values (5,1);
select * from r7 order by a;
create type tt as enum('a');
prepare p(int4range, numrange) as select $1 * '[2,100)', $2 @> 1.5, lower($1)+1;
execute p('[1,10]','[1,2)');
execute p(int4range(5,6), null);
execute p('x', null);
prepare p2 as select $1 @> 5, $1 = int4range(1,10);
execute p2('[1,9]');
prepare p3 as select int4range($1,$2), int4range($1,$2,$3);
execute p3(1,5,'[]');
prepare p4 as select $1::daterange @> $2;
execute p4('[2024-01-01,2024-02-01)', '2024-01-31');
copy (select int4range(1,5), '{[1,2),[3,4)}'::nummultirange, tsrange('2024-01-01','2024-01-02'), null::numrange, array[int4range(1,2)]) to stdout;
copy (select int4range(1,5), '{[1,2),[3,4)}'::nummultirange, tsrange('2024-01-01','2024-01-02'), null::numrange, array[int4range(1,2)]) to stdout (format csv);
create table r9(a int4range, b nummultirange, c tstzrange);
copy r9 from stdin;
[1,5]	{[1,2),[2,3]}	["2024-01-01 00:00+02",)
empty	{}	\N
\.
copy r9 from stdin (format csv);
"[1,5]","{[1,2),[2,3]}","[""2024-01-01 00:00+02"",)"
\.
copy r9 from stdin;
[5,1]	{}	\N
\.
select * from r9;
select typname,typtype,typcategory,typlen,typinput,typoutput,typreceive,typsend,typanalyze,typarray,typsubscript from pg_type where typtype in ('r','m') order by oid;
select rngtypid::regtype,rngsubtype::regtype,rngmultitypid::regtype,rngcollation,rngsubopc,rngcanonical,rngsubdiff from pg_range order by 1;
drop view if exists v1; drop table if exists r1,r2,r3,r4,r5,r6,r7,r9; drop domain if exists posrange; drop type if exists tt;
set timezone = 'America/New_York';
create table d1(r int4range, n numrange unique, z tstzrange primary key, i int, x numeric(10,2), m tstzmultirange);
insert into d1 values ('[1,5)','[1,2)','[2024-01-01,2024-02-01)',3,1.5,'{[2024-01-01,2024-02-01)}'),('[5,9]','[3,4]','[2024-02-01,)',7,3,'{}'),(null,null,'empty',null,null,null);
insert into d1 values ('[1,5)','[1.0,2.00)','[2025-01-01,2025-02-01)');
insert into d1 values ('[1,5)','[10,20)','[2024-01-01,2024-02-01)');
insert into d1 values ('[1,5)','[1.0,2.00)','[2025-01-01,2025-02-01)') on conflict (n) do update set i = 100 returning *;
insert into d1 values ('[1,5)','[1.0,2.00)','[2025-01-01,2025-02-01)') on conflict do nothing;
select * from d1 order by z;
select * from d1 where z = '["2024-01-01 05:00+00","2024-02-01 05:00+00")';
select z, m, z::text, m::text, array[z], to_json(z), row(z,m), lower(z), upper(m) from d1 order by 1;
select r @> i, n @> x, i <@ r, x <@ n, r && any(array[int4range(1,2),int4range(7,8)]), r && all(array[int4range(1,20)]), i <@ any(array['[1,4)','[6,8)']::int4range[]), r <> all('{"[1,5)"}') from d1 order by z;
select z from d1 where r in (select r from d1 where i = 3) order by 1;
select z from d1 where n in (select '[1.0,2.0)'::numrange) order by 1;
select z from d1 where r not in (select r from d1 where i = 3) order by 1;
select z from d1 a where exists (select 1 from d1 b where a.r -|- b.r) order by 1;
select (r,i) = ('[1,4]',3), (r,i) < ('[1,5)',4), (n,i) in (('[1.0,2.0)',3)), row(r,n) is distinct from row('[1,4]'::int4range,'[1.0,2)'::numrange) from d1 order by z;
select case r when '[1,4]' then 'a' when int4range(5,10) then 'b' else 'c' end, case when r is null then '[1,2)' else r end from d1 order by z;
select r, count(*), min(i) from d1 group by r having r is not null order by r;
select r, n, grouping(r), count(*) from d1 group by grouping sets ((r),(n)) order by 3,1,2;
select z, lead(r) over w, nth_value(n,2) over w, count(*) over (partition by n) from d1 window w as (order by z) order by 1;
select string_agg(r::text, ',' order by z desc), array_agg(n order by n desc nulls last), jsonb_object_agg(z::text, r), bool_and(r @> 3), every(isempty(r)) from d1;
with recursive t(r) as (select int4range(1,3) union all select int4range(lower(r)+1, upper(r)+2) from t where upper(r) < 9) select * from t order by r;
with recursive t(r) as (select int4range(1,3) union select int4range(lower(r)+1, upper(r)+2) from t where upper(r) < 9) select * from t order by r;
merge into d1 using (values ('[2024-01-01,2024-02-01)'::tstzrange, 55), ('[2030-01-01,)', 66)) s(z,i) on d1.z = s.z when matched then update set i = s.i when not matched then insert (z,i) values (s.z,s.i);
select z,i from d1 order by 1;
update d1 set r = r + '[5,6)' where r = '[1,5)' returning r;
update d1 set r = r - '[3,4)' where r @> 1;
delete from d1 where z && '[2030-06-01,2030-07-01)' returning z;
create function ov(a int4range, b int4range) returns boolean language sql immutable as 'select a && b';
create function mk(a int, b int) returns int4range language sql return int4range(a, b, '[]');
select ov('[1,5)', int4range(3,9)), mk(1,5), ov(mk(1,2), mk(2,3));
drop function ov; drop function mk;
create materialized view d2 as select r, range_agg(n) n from d1 group by r;
select * from d2 order by 1;
create table d3 (like d1 including all);
insert into d3 select * from d1;
select count(*) from d3;
create temp table d4 as table d1;
select * from d4 order by z;
begin; declare c cursor for select r, n, z from d1 order by z; fetch 2 from c; move backward all in c; close c; commit;
alter table d1 alter r type int8range using int8range(lower(r), upper(r));
alter table d1 alter r type int8range;
alter table d1 alter n type text;
alter table d1 alter n type numrange using n::numrange;
alter table d1 alter i type int4range using int4range(i, i, '[]');
select * from d1 order by z;
create table d5(a int4range[], b int4multirange[] default '{}', c daterange[]);
insert into d5 values ('{"[1,3]","empty",NULL}', array['{[1,2],[5,6]}'::int4multirange], '{"[2024-01-01,2024-01-31]"}');
select *, a[1], c[1] @> '2024-01-15'::date, '[1,3]' = any(a), a @> '{"[1,3]"}', array_length(a,1), unnest(a) from d5;
update d5 set a[2] = '[9,9]', b = b || '{[3,4)}'::int4multirange returning a,b;
select a from d5 order by a;
select distinct a from d5;
select * from json_to_record('{"a":"[1,5]","b":"{[1,2)}"}') as x(a int4range, b int4multirange);
select * from jsonb_to_recordset('[{"a":"[1,5]"},{"a":null}]') as x(a int4range);
select jsonb_build_object('r', r) ->> 'r' from d1 order by z;
select int4range(i,i+2) from generate_series(1,3) i;
select r from generate_series(1,5) i, lateral (select int4range(i,i+2) r) x where r @> 3 order by r;
select extract(epoch from upper(z)-lower(z)), upper(z)::date, lower(z) at time zone 'UTC' from d1 where lower(z) is not null and upper(z) is not null order by z;
select int4range(1,2) = null, null && int4range(1,2), int4range(1,2) @> null, null::int4range @> 5, lower(null::int4range), range_merge(null, int4range(1,2)), multirange(null::int4range), int4range(1,5) - null;
select '[1,2)'::int4range(5);
select int4range '[1,2]', daterange'[2024-01-01,)', int4multirange '{[1,2]}', cast('[1,2]' as numrange);
select '[1,2]'::pg_catalog.int4range, pg_catalog.int4range(1,2), '[1,2)' :: "int4range";
create index on d5(a);
create unique index on d1(m);
create index on d1(r); create index on d1(n);
insert into d1(z,m) values ('[2040-01-01,)','{["2024-01-01 05:00+00","2024-02-01 05:00+00")}');
comment on column d1.r is 'x';
create view d7 as select * from d1 where r && '[1,100)';
insert into d7(r,z) values ('[2,3)', '[2050-01-01,2050-01-02]');
select r, z from d7 order by z;
create table d8(k int4range primary key, v int) ; insert into d8 values ('[1,2)',1),('[2,3)',2);
create table d9(k int4range references d8 deferrable initially deferred, m int8multirange unique);
begin; insert into d9 values ('[5,6)'); commit;
begin; insert into d9 values ('[5,6)'); insert into d8 values ('[5,5]',5); commit;
select * from d9;
truncate d8; truncate d8 cascade;
drop view d7; drop materialized view d2; drop table d1, d3, d5, d8, d9;
--$ [1,9]
select $1 = int4range(1,10), $1 @> 5;
--$ [1,4]|3
select $1::int4range @> $2::int, lower($1::int4range);
--$ [1,5)|(2,3]|x
select $1 * '[2,100)'::int4range, $2::numrange - '[3,3]';
--$ [1,5|2
select $1::int4range, $2::int;
--$ [5,1]
select $1::int4range;
--$ {[1,3),[2,5]}|\N
select $1::int4multirange, $2::int4multirange is null;
--$ {[1,3),|x
select $1::int4multirange;
--$ 1|5|[]
select int4range($1, $2, $3), numrange($1::int, null);
--$ 1|5|x
select int4range($1, $2, $3);
--$ ["2024-01-01 10:00","2024-02-01 10:00+05")
select $1::tstzrange, upper($1::tstzrange);
--$ {"[1,2]",NULL,empty}
select $1::int4range[], ($1::int4range[])[1];
--$ [2024-01-31,]
select '[2024-01-01,2024-02-01)'::daterange && $1;
--$ [1,3)
select x from (values ('[1,2]'::int4range), ('[5,6)')) v(x) where x = $1;
