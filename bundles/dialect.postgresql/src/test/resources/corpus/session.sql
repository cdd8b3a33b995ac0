# Transactions, settings, prepared statements, cursors, notifications.
begin
begin isolation level serializable
begin isolation level read committed, read only
begin isolation level repeatable read read write not deferrable
begin isolation level read uncommitted
begin read only deferrable
begin deferrable
begin read
begin isolation level
begin isolation level foo
begin not
begin read only,
begin , read only
begin isolation serializable
begin and chain
begin snapshot
begin work
begin work isolation level serializable
begin work isolation level read committed, read only
begin work isolation level repeatable read read write not deferrable
begin work isolation level read uncommitted
begin work read only deferrable
begin work deferrable
begin work read
begin work isolation level
begin work isolation level foo
begin work not
begin work read only,
begin work , read only
begin work isolation serializable
begin work and chain
begin work snapshot
begin transaction
begin transaction isolation level serializable
begin transaction isolation level read committed, read only
begin transaction isolation level repeatable read read write not deferrable
begin transaction isolation level read uncommitted
begin transaction read only deferrable
begin transaction deferrable
begin transaction read
begin transaction isolation level
begin transaction isolation level foo
begin transaction not
begin transaction read only,
begin transaction , read only
begin transaction isolation serializable
begin transaction and chain
begin transaction snapshot
start transaction
start transaction isolation level serializable
start transaction isolation level read committed, read only
start transaction isolation level repeatable read read write not deferrable
start transaction isolation level read uncommitted
start transaction read only deferrable
start transaction deferrable
start transaction read
start transaction isolation level
start transaction isolation level foo
start transaction not
start transaction read only,
start transaction , read only
start transaction isolation serializable
start transaction and chain
start transaction snapshot
commit
commit work
commit transaction
commit and chain
commit and no chain
commit work and no chain
commit transaction and chain
commit foo
commit and
commit to a
commit to savepoint a
commit work to savepoint a
commit prepared 'x'
commit release
end
end work
end transaction
end and chain
end and no chain
end work and no chain
end transaction and chain
end foo
end and
end to a
end to savepoint a
end work to savepoint a
end prepared 'x'
end release
rollback
rollback work
rollback transaction
rollback and chain
rollback and no chain
rollback work and no chain
rollback transaction and chain
rollback foo
rollback and
rollback to a
rollback to savepoint a
rollback work to savepoint a
rollback prepared 'x'
rollback release
abort
abort work
abort transaction
abort and chain
abort and no chain
abort work and no chain
abort transaction and chain
abort foo
abort and
abort to a
abort to savepoint a
abort work to savepoint a
abort prepared 'x'
abort release
savepoint a
savepoint "A"
savepoint
savepoint 1
savepoint a b
release a
release savepoint a
release
release savepoint
release savepoint savepoint
release a b
rollback to a b
rollback to
rollback to savepoint
savepoint select
savepoint s.a
rollback transaction to a
start
start transaction work
prepare transaction 'x'
begin; commit
begin begin
set  a to 1
set  a = 1
set  a = 'x'
set  a = on
set  a = off
set  a = true
set  a = foo, bar
set  a = 1, 2, 'x'
set  a to default
set  a.b = 1
set  a.b.c to x
set  a from current
set  a = -1.5
set  a = +3
set  a = select
set  a
set  a =
set  a = 1 2
set  a 1
set  time zone 'UTC'
set  time zone utc
set  time zone local
set  time zone default
set  time zone -8
set  time zone interval '1' hour
set  time zone interval '-08:00' hour to minute
set  time zone interval '1' day
set  time zone interval(3) '1'
set  time zone
set  names 'utf8'
set  names
set  names default
set  names utf8
set  schema 's'
set  schema s
set  role r
set  role 'r'
set  role none
set  session authorization joe
set  session authorization default
set  session authorization 'x'
set  session authorization
set  catalog 'x'
set  xml option document
set  search_path to a, "B", 'c'
set  timezone = 'x'
set  a = on, off
set  a to null
set  a = 1 + 1
set  datestyle to iso, mdy
set  extra_float_digits = 3
set  transaction isolation level serializable
set  transaction read only
set  transaction snapshot 'x'
set  transaction
set local a to 1
set local a = 1
set local a = 'x'
set local a = on
set local a = off
set local a = true
set local a = foo, bar
set local a = 1, 2, 'x'
set local a to default
set local a.b = 1
set local a.b.c to x
set local a from current
set local a = -1.5
set local a = +3
set local a = select
set local a
set local a =
set local a = 1 2
set local a 1
set local time zone 'UTC'
set local time zone utc
set local time zone local
set local time zone default
set local time zone -8
set local time zone interval '1' hour
set local time zone interval '-08:00' hour to minute
set local time zone interval '1' day
set local time zone interval(3) '1'
set local time zone
set local names 'utf8'
set local names
set local names default
set local names utf8
set local schema 's'
set local schema s
set local role r
set local role 'r'
set local role none
set local session authorization joe
set local session authorization default
set local session authorization 'x'
set local session authorization
set local catalog 'x'
set local xml option document
set local search_path to a, "B", 'c'
set local timezone = 'x'
set local a = on, off
set local a to null
set local a = 1 + 1
set local datestyle to iso, mdy
set local extra_float_digits = 3
set local transaction isolation level serializable
set local transaction read only
set local transaction snapshot 'x'
set local transaction
set session a to 1
set session a = 1
set session a = 'x'
set session a = on
set session a = off
set session a = true
set session a = foo, bar
set session a = 1, 2, 'x'
set session a to default
set session a.b = 1
set session a.b.c to x
set session a from current
set session a = -1.5
set session a = +3
set session a = select
set session a
set session a =
set session a = 1 2
set session a 1
set session time zone 'UTC'
set session time zone utc
set session time zone local
set session time zone default
set session time zone -8
set session time zone interval '1' hour
set session time zone interval '-08:00' hour to minute
set session time zone interval '1' day
set session time zone interval(3) '1'
set session time zone
set session names 'utf8'
set session names
set session names default
set session names utf8
set session schema 's'
set session schema s
set session role r
set session role 'r'
set session role none
set session session authorization joe
set session session authorization default
set session session authorization 'x'
set session session authorization
set session catalog 'x'
set session xml option document
set session search_path to a, "B", 'c'
set session timezone = 'x'
set session a = on, off
set session a to null
set session a = 1 + 1
set session datestyle to iso, mdy
set session extra_float_digits = 3
set session transaction isolation level serializable
set session transaction read only
set session transaction snapshot 'x'
set session transaction
set session characteristics as transaction isolation level serializable
set session characteristics as transaction read only, deferrable
set session characteristics as transaction
set session characteristics
set constraints all deferred
set constraints all immediate
set constraints a, s.b deferred
set constraints a
set constraints
set constraints = 1
set constraints all
set session = 1
set local = 1
set transaction = 1
set time = 1
set role = 1
set names = 1
set session to a
set local to a
set local local a = 1
set session session a = 1
set session local a = 1
set schema = a
show a
show a.b
show all
show time zone
show transaction isolation level
show session authorization
show timezone
show search_path
show
show time
show session
show transaction
show a, b
show a = 1
show "A"
show select
show session characteristics
show transaction isolation
show names
show tables
show server_version
reset a
reset a.b
reset all
reset time zone
reset transaction isolation level
reset session authorization
reset timezone
reset search_path
reset
reset time
reset session
reset transaction
reset a, b
reset a = 1
reset "A"
reset select
reset session characteristics
reset transaction isolation
reset names
reset tables
reset server_version
prepare p as select 1
prepare p(int) as select $1
prepare p(int, text[]) as insert into t values ($1)
prepare p as update t set a = 1
prepare p as delete from t
prepare p as values (1)
prepare p as with x as (select 1) select 2
prepare p as merge into t using u on true when matched then delete
prepare p as (select 1)
prepare p as table t
prepare p() as select 1
prepare p
prepare p as
prepare as select 1
prepare p as create table t(a int)
prepare p(a) as select 1
prepare p as execute q
prepare p(setof int) as select 1
prepare p as begin
prepare transaction as select 1
prepare p as declare c cursor for select 1
execute p
execute p(1)
execute p(1, 'x', a + 1, (select 2))
execute p()
execute p(1,
execute
execute "P"
execute p 1
execute s.p
deallocate p
deallocate prepare p
deallocate all
deallocate prepare all
deallocate
deallocate prepare
deallocate p, q
discard all
discard temp
discard temporary
discard plans
discard sequences
discard
discard foo
discard all plans
declare c cursor  for select 1
declare c cursor with hold for select 1
declare c cursor without hold for select 1
declare c cursor with for select 1
declare c cursor hold for select 1
declare c binary cursor  for select 1
declare c binary cursor with hold for select 1
declare c binary cursor without hold for select 1
declare c binary cursor with for select 1
declare c binary cursor hold for select 1
declare c scroll cursor  for select 1
declare c scroll cursor with hold for select 1
declare c scroll cursor without hold for select 1
declare c scroll cursor with for select 1
declare c scroll cursor hold for select 1
declare c no scroll cursor  for select 1
declare c no scroll cursor with hold for select 1
declare c no scroll cursor without hold for select 1
declare c no scroll cursor with for select 1
declare c no scroll cursor hold for select 1
declare c insensitive cursor  for select 1
declare c insensitive cursor with hold for select 1
declare c insensitive cursor without hold for select 1
declare c insensitive cursor with for select 1
declare c insensitive cursor hold for select 1
declare c asensitive cursor  for select 1
declare c asensitive cursor with hold for select 1
declare c asensitive cursor without hold for select 1
declare c asensitive cursor with for select 1
declare c asensitive cursor hold for select 1
declare c binary insensitive no scroll cursor  for select 1
declare c binary insensitive no scroll cursor with hold for select 1
declare c binary insensitive no scroll cursor without hold for select 1
declare c binary insensitive no scroll cursor with for select 1
declare c binary insensitive no scroll cursor hold for select 1
declare c binary scroll  for select 1
declare c binary scroll with hold for select 1
declare c binary scroll without hold for select 1
declare c binary scroll with for select 1
declare c binary scroll hold for select 1
declare c scroll scroll cursor  for select 1
declare c scroll scroll cursor with hold for select 1
declare c scroll scroll cursor without hold for select 1
declare c scroll scroll cursor with for select 1
declare c scroll scroll cursor hold for select 1
declare c cursor scroll  for select 1
declare c cursor scroll with hold for select 1
declare c cursor scroll without hold for select 1
declare c cursor scroll with for select 1
declare c cursor scroll hold for select 1
declare c cursor for values (1)
declare c cursor for table t
declare c cursor for (select 1)
declare c cursor for with x as (select 1) select 2
declare c cursor for select 1 for update
declare c cursor for select 1 for read only
declare c cursor
declare cursor for select 1
declare c cursor for insert into t values (1)
declare c for select 1
declare c cursor select 1
declare "C" cursor for select 1
declare c cursor for
fetch c
fetch from c
fetch in c
fetch next from c
fetch next c
fetch prior from c
fetch first c
fetch last in c
fetch absolute 5 from c
fetch absolute -1 c
fetch relative 0 from c
fetch 5 c
fetch -5 from c
fetch +3 c
fetch all c
fetch all from c
fetch forward c
fetch forward 5 c
fetch forward all in c
fetch backward from c
fetch backward 3 c
fetch backward all c
fetch
fetch all
fetch 5
fetch next
fetch absolute c
fetch relative from c
fetch 5 6 c
fetch from
fetch next 5 c
fetch forward
fetch prior
fetch first
fetch c d
fetch absolute
fetch in in
fetch 1.5 c
move c
move from c
move in c
move next from c
move next c
move prior from c
move first c
move last in c
move absolute 5 from c
move absolute -1 c
move relative 0 from c
move 5 c
move -5 from c
move +3 c
move all c
move all from c
move forward c
move forward 5 c
move forward all in c
move backward from c
move backward 3 c
move backward all c
move
move all
move 5
move next
move absolute c
move relative from c
move 5 6 c
move from
move next 5 c
move forward
move prior
move first
move c d
move absolute
move in in
move 1.5 c
close c
close all
close
close c, d
close "C"
listen a
listen "A"
listen
listen 'a'
listen a.b
unlisten a
unlisten *
unlisten
unlisten all
notify a
notify a, 'x'
notify a, x
notify a 'x'
notify
notify a, E'\n'
notify a,
set session session characteristics as transaction read only
set local session characteristics as transaction read only
set session characteristics to x
