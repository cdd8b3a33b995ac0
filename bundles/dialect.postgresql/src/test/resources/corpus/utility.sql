# EXPLAIN, VACUUM, ANALYZE, CLUSTER, REINDEX, CHECKPOINT, LOCK, COPY, CALL.
explain  select 1
explain analyze select 1
explain analyse select 1
explain verbose select 1
explain analyze verbose select 1
explain verbose analyze select 1
explain (analyze) select 1
explain (analyze, buffers) select 1
explain (analyze true, verbose off, format json) select 1
explain (format xml) select 1
explain (costs false) select 1
explain (analyze 1, timing 0) select 1
explain (format 'yaml') select 1
explain (foo) select 1
explain (foo bar) select 1
explain () select 1
explain (analyze select 1
explain (analyze on) verbose select 1
explain (select) select 1
explain (buffers -1, "X" 'y') select 1
explain (analyze = true) select 1
explain (format json,) select 1
explain insert into t values (1)
explain update t set a = 1
explain delete from t
explain values (1)
explain table t
explain with x as (select 1) select 2
explain merge into t using u on true when matched then delete
explain (select 1)
explain ((select 1))
explain (select 1) union (select 2)
explain (values (1))
explain execute p(1)
explain declare c cursor for select 1
explain create table t as select 1
explain create temp table if not exists t as select 1
explain create materialized view v as select 1
explain refresh materialized view v
explain create table t (a int)
explain begin
explain explain select 1
explain analyze
explain
explain create view v as select 1
explain truncate t
explain set a = 1
explain create table t as execute p
explain create unlogged materialized view v as select 1
explain analyze t
vacuum
vacuum t
vacuum s.t
vacuum t, u
vacuum t(a, b)
vacuum full
vacuum full t
vacuum freeze
vacuum verbose
vacuum analyze
vacuum full freeze verbose analyze
vacuum full verbose t, u(a)
vacuum verbose full
vacuum (full)
vacuum (full, analyze) t
vacuum (verbose true, parallel 2) t
vacuum analyze t(a)
vacuum ()
vacuum (full
vacuum full full
vacuum (full) verbose
vacuum t()
vacuum (freeze off, index_cleanup auto)
vacuum analyze verbose
vacuum only t
vacuum freeze full
vacuum "T"
vacuum analyse t
vacuum all
analyze
analyze t
analyze verbose
analyze verbose t
analyze t(a), u
analyze (verbose)
analyze (verbose, skip_locked) t
analyze s.t(a, b)
analyze t()
analyze verbose verbose
analyze (verbose
analyze full
analyze ()
analyze (verbose off) s.t, u
analyze only t
analyse
analyse t
analyse verbose
analyse verbose t
analyse t(a), u
analyse (verbose)
analyse (verbose, skip_locked) t
analyse s.t(a, b)
analyse t()
analyse verbose verbose
analyse (verbose
analyse full
analyse ()
analyse (verbose off) s.t, u
analyse only t
cluster
cluster t
cluster verbose
cluster verbose t
cluster t using i
cluster verbose s.t using i
cluster i on t
cluster (verbose) t
cluster (verbose) t using i
cluster (verbose)
cluster t using
cluster t, u
cluster using i
cluster i on
cluster verbose i on s.t
cluster (verbose) i on t
reindex table t
reindex index i
reindex schema s
reindex database d
reindex system d
reindex table concurrently t
reindex index concurrently s.i
reindex (verbose) table t
reindex (verbose, tablespace x) index concurrently i
reindex schema concurrently s
reindex table
reindex database
reindex t
reindex
reindex concurrently table t
reindex view v
reindex (verbose)
reindex table t, u
reindex schema s.t
reindex (concurrently) table t
reindex () table t
checkpoint
checkpoint now
call f()
call f(1, a => 2)
call s.f(1)
call f
call
call f(distinct a)
call f(*)
call f(variadic a)
call f() over ()
call f(), g()
call left(1)
call coalesce(1)
call a.b.c(1, (select 2))
lock t
lock table t
lock only t
lock table s.t, only u *
lock t in access share mode
lock t in row share mode
lock t in row exclusive mode
lock t in share update exclusive mode
lock t in share mode
lock t in share row exclusive mode
lock t in exclusive mode
lock t in access exclusive mode
lock t in exclusive mode nowait
lock table t nowait
lock
lock table
lock t in foo mode
lock t in share
lock t in mode
lock t nowait nowait
lock t in row mode
lock t in share update mode
lock t,
lock t in access mode
lock t mode share
lock t in share exclusive mode
copy t from stdin
copy t to stdout
copy t(a, b) from stdin
copy t(a, b) to stdout
copy s.t from stdin
copy s.t to stdout
copy "T"("A") from stdin
copy "T"("A") to stdout
copy binary t from stdin
copy binary t to stdout
copy t() from stdin
copy t() to stdout
copy t(a from stdin
copy t(a to stdout
copy only t from stdin
copy only t to stdout
copy t x from stdin
copy t x to stdout
copy  from stdin
copy  to stdout
copy t from 'f'
copy t to 'f'
copy t from program 'p'
copy t to program 'p'
copy t from stdout
copy t to stdin
copy t from program stdin
copy t from
copy t to
copy t from f
copy t from stdin to stdout
copy t into stdout
copy t
copy t from stdin 'x'
copy t from stdin with (format csv)
copy t from stdin (format csv, header)
copy t from stdin (format csv, header true, delimiter ',', null '', quote '"', escape E'\\', encoding 'utf8')
copy t from stdin (force_null (a, b), force_not_null (c))
copy t from stdin (force_quote *)
copy t from stdin (freeze, format binary)
copy t from stdin (header match)
copy t from stdin csv
copy t from stdin with csv
copy t from stdin csv header
copy t from stdin with csv header delimiter ',' null as 'x' quote as '"' escape '\'
copy t from stdin binary
copy t from stdin with binary
copy t from stdin freeze
copy t from stdin delimiter ','
copy t from stdin delimiter as '
copy t from stdin '
copy t from stdin null 'x'
copy t from stdin with null as ''
copy t from stdin encoding 'utf8'
copy t from stdin csv force null a, b force not null c
copy t from stdin using delimiters ','
copy t from stdin delimiters ';' with null as 'x'
copy t from stdin where a > 1
copy t from stdin (format csv) where a is not null
copy t from stdin with
copy t from stdin ()
copy t from stdin (format)
copy t from stdin (format csv
copy t from stdin csv force quote *
copy t from stdin force
copy t from stdin force quote
copy t from stdin delimiter
copy t from stdin with (a 1.5, b -2, c on, d (x, 'y'))
copy t from stdin where
copy t from stdin quote
copy t from stdin (format csv) header
copy t from stdin with delimiter ',' csv
copy t from stdin oids
copy t from stdin with csv quote '"' force quote a
copy t from stdin (select *)
copy (select 1) to stdout
copy (select 1) to 'f' with (format csv)
copy (select 1) to stdout csv header
copy (select 1) from stdin
copy (select 1) to program 'x'
copy (select * from t where a) to stdout
copy (select * from t where a) to 'f' with (format csv)
copy (select * from t where a) to stdout csv header
copy (select * from t where a) from stdin
copy (select * from t where a) to program 'x'
copy (values (1)) to stdout
copy (values (1)) to 'f' with (format csv)
copy (values (1)) to stdout csv header
copy (values (1)) from stdin
copy (values (1)) to program 'x'
copy (insert into t values (1) returning *) to stdout
copy (insert into t values (1) returning *) to 'f' with (format csv)
copy (insert into t values (1) returning *) to stdout csv header
copy (insert into t values (1) returning *) from stdin
copy (insert into t values (1) returning *) to program 'x'
copy (update t set a = 1 returning a) to stdout
copy (update t set a = 1 returning a) to 'f' with (format csv)
copy (update t set a = 1 returning a) to stdout csv header
copy (update t set a = 1 returning a) from stdin
copy (update t set a = 1 returning a) to program 'x'
copy (delete from t) to stdout
copy (delete from t) to 'f' with (format csv)
copy (delete from t) to stdout csv header
copy (delete from t) from stdin
copy (delete from t) to program 'x'
copy (with x as (select 1) select 2) to stdout
copy (with x as (select 1) select 2) to 'f' with (format csv)
copy (with x as (select 1) select 2) to stdout csv header
copy (with x as (select 1) select 2) from stdin
copy (with x as (select 1) select 2) to program 'x'
copy (table t) to stdout
copy (table t) to 'f' with (format csv)
copy (table t) to stdout csv header
copy (table t) from stdin
copy (table t) to program 'x'
copy select 1 to stdout
copy select 1 to 'f' with (format csv)
copy select 1 to stdout csv header
copy select 1 from stdin
copy select 1 to program 'x'
copy () to stdout
copy () to 'f' with (format csv)
copy () to stdout csv header
copy () from stdin
copy () to program 'x'
copy (select 1) x to stdout
copy (select 1) x to 'f' with (format csv)
copy (select 1) x to stdout csv header
copy (select 1) x from stdin
copy (select 1) x to program 'x'
copy ((select 1)) to stdout
copy ((select 1)) to 'f' with (format csv)
copy ((select 1)) to stdout csv header
copy ((select 1)) from stdin
copy ((select 1)) to program 'x'
copy (create table t (a int)) to stdout
copy (create table t (a int)) to 'f' with (format csv)
copy (create table t (a int)) to stdout csv header
copy (create table t (a int)) from stdin
copy (create table t (a int)) to program 'x'
copy t to stdout where a
copy (select 1) to stdout where a
copy t (a) to stdout (format csv, force_quote (a))
