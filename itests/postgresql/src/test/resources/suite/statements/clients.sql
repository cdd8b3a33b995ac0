-- What clients, mappers and tools of other languages ask when they connect, look a schema up, or lock.
-- Rails: functions of the server by their signature, with types that no value has
select 'array_in(cstring,oid,integer)'::regprocedure::oid = (select oid from pg_proc where proname = 'array_in');
select t.typname from pg_type t where t.typinput = 'array_in(cstring,oid,integer)'::regprocedure and t.typname in ('_int4', '_text', 'int4') order by 1;
select 'pg_catalog.point_in(cstring)'::regprocedure, 'int4in(cstring)'::regprocedure, 'anyarray_out(anyarray)'::regprocedure, 'range_in(pg_catalog.cstring, oid, integer)'::regprocedure;
select 'record_out(record)'::regprocedure, 'box_out(box)'::regprocedure;
select 'int4in(nosuch)'::regprocedure;
-- DBD::Pg: what indexes can do
create table cl_t (id int primary key, a text, b numeric(7,2), r int4range, m int4multirange, j int[]);
create index cl_b on cl_t (a desc, b nulls first) include (id);
create index cl_h on cl_t using hash (a);
create index cl_g on cl_t using gist (r);
create index cl_m on cl_t using gist (m);
create index cl_n on cl_t using gin (j);
create index cl_s on cl_t using spgist (r);
create index cl_r on cl_t using brin (id);
select i, c, p, pg_index_column_has_property(i::regclass, c, p) from unnest('{cl_b,cl_h,cl_g,cl_m,cl_n,cl_s,cl_r}'::text[]) i, generate_series(0, 4) c, unnest('{asc,desc,nulls_first,nulls_last,orderable,distance_orderable,returnable,search_array,search_nulls,clusterable,other}'::text[]) p order by i, c, p;
select i, p, pg_index_has_property(i::regclass, p) from unnest('{cl_b,cl_h,cl_g,cl_n,cl_s,cl_r}'::text[]) i, unnest('{clusterable,index_scan,bitmap_scan,backward_scan,asc,can_order}'::text[]) p order by i, p;
select a.amname, p, pg_indexam_has_property(a.oid, p) from pg_am a, unnest('{can_order,can_unique,can_multi_col,can_exclude,can_include,clusterable,CAN_ORDER}'::text[]) p where a.amtype = 'i' order by 1, 2;
select pg_index_column_has_property('cl_t'::regclass, 1, 'asc'), pg_index_has_property(1, 'clusterable'), pg_indexam_has_property(2, 'can_order'), pg_index_has_property('cl_t'::regclass, 'index_scan');
-- jOOQ, kanel: whole rows of relations with columns of type anyarray
select attname, information_schema._pg_truetypid(a.*, t.*), information_schema._pg_truetypmod(a.*, t.*) from pg_attribute a join pg_type t on a.atttypid = t.oid where attrelid = 'cl_t'::regclass and attnum > 0 order by attnum;
select attmissingval::text, attmissingval from pg_attribute where attrelid = 'cl_t'::regclass and attnum = 1;
-- massive: names of types within objects
select jsonb_object_agg(attname, atttypid::regtype) from pg_attribute where attrelid = 'cl_t'::regclass and attnum > 0;
select json_agg(atttypid::regtype order by attnum), json_object_agg(attname, attrelid::regclass order by attnum), jsonb_agg(distinct attrelid::regclass) from pg_attribute where attrelid = 'cl_t'::regclass and attnum > 0;
-- PostGraphile: rows are counted that no text is made of
select proname, (select count(o.*) from pg_proc o where o.proname = p.proname and o.pronamespace = p.pronamespace) from pg_proc p where proname in ('upper', 'abs') group by 1, 2 order by 1, 2;
select count(x), count(y), count(x.*) filter (where x.a > 1) from (values (1, null::int), (2, 3)) x (a, b) join (values (2)) y (a) on x.a = y.a;
select (select count(x.*)) from (values (1), (2)) x (a);
select row(typinput, typrelid::regclass, 1) from pg_type where typname = 'int4';
-- PostGraphile: vectors are arrays in JSON
select to_json(v), to_jsonb(v), json_build_array(v, 1), json_agg(v), jsonb_agg(v), row_to_json(x) from (values ('1 2'::int2vector), ('')) x (v) group by v, x order by v::text;
select to_json('1 2'::oidvector), json_build_object('a', '1 2'::oidvector), to_json(array['1 2'::int2vector]), to_json(row('1 2'::int2vector, '3 4'::oidvector)), to_jsonb(array['3 4'::oidvector]);
select json_object_agg('1'::int2vector, 1);
select json_agg(indkey order by indkey::text) from pg_index where indrelid = 'cl_t'::regclass;
-- locks that are numbered by the hash of a text
select n, hashtext(repeat('aé', n) || n), hashtextextended(repeat('xyz', n), n - 2) from generate_series(0, 14) n;
select hashtext(null), hashtext(''), hashtext('a'), hashtextextended('a', 0), hashtextextended('a', -9223372036854775808), hashtextextended('schema migration', 9223372036854775807);
select n, hashint4(n::int), hashint8(n) from unnest('{0,1,-1,2147483647,-2147483648}'::bigint[]) n;
select hashint8(9223372036854775807), hashint8(-9223372036854775808), hashint8(4294967296);
select pg_try_advisory_xact_lock(hashtext('clients')), pg_try_advisory_xact_lock(hashtextextended('clients', 0));
select array_smaller(array[1,2,3], array[1,2]), array_larger('{a,b}'::text[], '{b}'), array_larger(null::int[], '{1}'), array_smaller('{NULL,1}'::int[], '[0:2]={5,6,7}');
select array_larger('[2:3]={1,2}'::int[], '{1,2}'), array_smaller('{1,2}'::int[], '[2:3]={1,2}'::int[]);
-- items of IN have one type with what is looked for, if several of them name no column
select 1 in ('x', 1::numeric);
select 1 in ('1.0', 2.5), 2 in ('1.5', 2.0), 3 not in ('3.0', 4.5::numeric), (null) in ('1.5', 1::numeric);
select (null) in ('2020-02-29', '-Infinity'::numeric);
select 1.5 in (x.n, '1.5') from (values (1.5)) x (n);
select x.i in ('1.5', x.n) from (values (1, 1.5)) x (i, n);
select x.i in ('1.5', x.n, 2.5) from (values (1, 1.5)) x (i, n);
select x.i in ('1.5', 2.5, x.n) from (values (1, 1.0)) x (i, n);
--$ 2.5
select 2 in ($1, 3.5::numeric);
-- what is called for what it does, as a text
select pg_sleep(0)::text = '', pg_advisory_unlock_all()::text, concat('a', pg_sleep(0), 'b'), pg_sleep(0)::text || 'x', pg_sleep(0) is null;
select i::text from generate_series(0, 1) i union all select pg_sleep(0)::text || '2';
-- the last digit of logarithms
select x, log(x), log10(x) from unnest('{1.1,1.3,7.9,9.7,5.8,0.6,1000,0.001,2,5}'::float8[]) x;
drop table cl_t;
