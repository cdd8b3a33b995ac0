# Roles and privileges.
create role r
create role "R"
create role current_user
create role public
create role none
create role r with login
create role r superuser createdb createrole inherit login replication bypassrls
create role r nosuperuser nocreatedb nocreaterole noinherit nologin noreplication nobypassrls
create role r password 'x'
create role r encrypted password 'x'
create role r password null
create role r unencrypted password 'x'
create role r connection limit 5 valid until '2030-01-01'
create role r in role a, b
create role r in group a role b admin c, d
create role r user a
create role r sysid 5
create role r foo
create role r password
create role r with
create role
create role if not exists r
create role r connection limit
create role r valid until
create role r connection limit -1
create user r
create user "R"
create user current_user
create user public
create user none
create user r with login
create user r superuser createdb createrole inherit login replication bypassrls
create user r nosuperuser nocreatedb nocreaterole noinherit nologin noreplication nobypassrls
create user r password 'x'
create user r encrypted password 'x'
create user r password null
create user r unencrypted password 'x'
create user r connection limit 5 valid until '2030-01-01'
create user r in role a, b
create user r in group a role b admin c, d
create user r user a
create user r sysid 5
create user r foo
create user r password
create user r with
create user
create user if not exists r
create user r connection limit
create user r valid until
create user r connection limit -1
create group r
create group "R"
create group current_user
create group public
create group none
create group r with login
create group r superuser createdb createrole inherit login replication bypassrls
create group r nosuperuser nocreatedb nocreaterole noinherit nologin noreplication nobypassrls
create group r password 'x'
create group r encrypted password 'x'
create group r password null
create group r unencrypted password 'x'
create group r connection limit 5 valid until '2030-01-01'
create group r in role a, b
create group r in group a role b admin c, d
create group r user a
create group r sysid 5
create group r foo
create group r password
create group r with
create group
create group if not exists r
create group r connection limit
create group r valid until
create group r connection limit -1
alter role r login
alter role r with nologin password 'x'
alter role r rename to s
alter role r set a = 1
alter role r set a to default
alter role r in database d set a = 1
alter role all set a = 1
alter role all in database d reset all
alter role r reset a
alter role current_user password 'x'
alter role r valid until 'x' connection limit 3
alter role r user a
alter role r sysid 5
alter role r in role a
alter role r
alter role all
alter role session_user reset all
alter role current_role set time zone 'UTC'
alter role r foo
alter role r set
alter role current_user rename to x
alter role r in database d
alter role r rename
alter role public login
alter user r login
alter user r with nologin password 'x'
alter user r rename to s
alter user r set a = 1
alter user r set a to default
alter user r in database d set a = 1
alter user all set a = 1
alter user all in database d reset all
alter user r reset a
alter user current_user password 'x'
alter user r valid until 'x' connection limit 3
alter user r user a
alter user r sysid 5
alter user r in role a
alter user r
alter user all
alter user session_user reset all
alter user current_role set time zone 'UTC'
alter user r foo
alter user r set
alter user current_user rename to x
alter user r in database d
alter user r rename
alter user public login
alter group g add user a
alter group g drop user a, b
alter group g add user current_user
alter group g rename to h
alter group g add a
alter group g add user
alter group g set a = 1
alter group g
reassign owned by a to b
reassign owned by a, b to current_user
reassign owned by a
reassign owned by to b
reassign owned by current_user to session_user
grant select on t to joe
grant insert, update on t to joe
grant all on t to joe
grant all privileges on t to joe
grant select (a, b) on t to joe
grant all (a) on t to joe
grant all privileges (a, b), select on t to joe
grant references, create on t to joe
grant temp on t to joe
grant usage on t to joe
grant execute, foo on t to joe
grant alter system on t to joe
grant select, all on t to joe
grant update (a), delete on t to joe
grant  on t to joe
grant (a) on t to joe
grant select on s.t, u to joe
grant select on table t to joe
grant select on table s.t, u to joe
grant select on sequence s to joe
grant select on all tables in schema s to joe
grant select on all sequences in schema a, b to joe
grant select on all functions in schema s to joe
grant select on all procedures in schema s to joe
grant select on all routines in schema s to joe
grant select on database d to joe
grant select on schema s, t to joe
grant select on function f(int), g() to joe
grant select on procedure p to joe
grant select on routine r(text) to joe
grant select on type t to joe
grant select on domain d to joe
grant select on language l to joe
grant select on tablespace ts to joe
grant select on foreign data wrapper w to joe
grant select on foreign server s to joe
grant select on large object 1, 2 to joe
grant select on parameter a.b, c to joe
grant select on all types in schema s to joe
grant select on table to joe
grant select on all tables to joe
grant select on all to joe
grant select on function to joe
grant select on large object to joe
grant select on view v to joe
grant select on schema to joe
grant select on type to joe
grant select on type, domain to joe
grant select on parameter p to joe
grant select on t to joe, jane
grant select on t to public
grant select on t to group g
grant select on t to current_user
grant select on t to joe with grant option
grant select on t to joe granted by current_user
grant select on t to joe with grant option granted by bob
grant select on t to joe with admin option
grant select on t to
grant select on t to none
grant select on t to joe cascade
grant select on t to joe with
grant a to joe
grant a to joe, jane with admin option
grant a to joe granted by x
grant a to joe with admin option granted by x
grant a to group g
grant a to public
grant a to joe with grant option
grant a to joe with inherit true
grant a to
grant a, b to joe
grant a, b to joe, jane with admin option
grant a, b to joe granted by x
grant a, b to joe with admin option granted by x
grant a, b to group g
grant a, b to public
grant a, b to joe with grant option
grant a, b to joe with inherit true
grant a, b to
grant "A" to joe
grant "A" to joe, jane with admin option
grant "A" to joe granted by x
grant "A" to joe with admin option granted by x
grant "A" to group g
grant "A" to public
grant "A" to joe with grant option
grant "A" to joe with inherit true
grant "A" to
grant create to joe
grant create to joe, jane with admin option
grant create to joe granted by x
grant create to joe with admin option granted by x
grant create to group g
grant create to public
grant create to joe with grant option
grant create to joe with inherit true
grant create to
grant select to joe
grant select to joe, jane with admin option
grant select to joe granted by x
grant select to joe with admin option granted by x
grant select to group g
grant select to public
grant select to joe with grant option
grant select to joe with inherit true
grant select to
revoke select on t from joe
revoke select on t from public, joe cascade
revoke select on t from group g restrict
revoke select on t from joe granted by x cascade
revoke select on t from
revoke select on t from joe with grant option
revoke all on t from joe
revoke all on t from public, joe cascade
revoke all on t from group g restrict
revoke all on t from joe granted by x cascade
revoke all on t from
revoke all on t from joe with grant option
revoke all privileges on all tables in schema s from joe
revoke all privileges on all tables in schema s from public, joe cascade
revoke all privileges on all tables in schema s from group g restrict
revoke all privileges on all tables in schema s from joe granted by x cascade
revoke all privileges on all tables in schema s from
revoke all privileges on all tables in schema s from joe with grant option
revoke grant option for select on t from joe
revoke grant option for select on t from public, joe cascade
revoke grant option for select on t from group g restrict
revoke grant option for select on t from joe granted by x cascade
revoke grant option for select on t from
revoke grant option for select on t from joe with grant option
revoke insert, update (a) on u from joe
revoke insert, update (a) on u from public, joe cascade
revoke insert, update (a) on u from group g restrict
revoke insert, update (a) on u from joe granted by x cascade
revoke insert, update (a) on u from
revoke insert, update (a) on u from joe with grant option
revoke execute on function f(int) from joe
revoke execute on function f(int) from public, joe cascade
revoke execute on function f(int) from group g restrict
revoke execute on function f(int) from joe granted by x cascade
revoke execute on function f(int) from
revoke execute on function f(int) from joe with grant option
revoke usage on schema s from joe
revoke usage on schema s from public, joe cascade
revoke usage on schema s from group g restrict
revoke usage on schema s from joe granted by x cascade
revoke usage on schema s from
revoke usage on schema s from joe with grant option
revoke select from joe
revoke select from public, joe cascade
revoke select from group g restrict
revoke select from joe granted by x cascade
revoke select from
revoke select from joe with grant option
revoke a from joe
revoke a from joe, jane cascade
revoke a from public
revoke a from joe granted by x restrict
revoke a, b from joe
revoke a, b from joe, jane cascade
revoke a, b from public
revoke a, b from joe granted by x restrict
revoke admin option for a from joe
revoke admin option for a from joe, jane cascade
revoke admin option for a from public
revoke admin option for a from joe granted by x restrict
revoke grant option for a from joe
revoke grant option for a from joe, jane cascade
revoke grant option for a from public
revoke grant option for a from joe granted by x restrict
revoke all from joe
revoke all from joe, jane cascade
revoke all from public
revoke all from joe granted by x restrict
revoke admin option for a, b from joe
revoke admin option for a, b from joe, jane cascade
revoke admin option for a, b from public
revoke admin option for a, b from joe granted by x restrict
alter default privileges grant select on tables to joe
alter default privileges in schema s grant all on sequences to public
alter default privileges for role a, b in schema s revoke execute on functions from public cascade
alter default privileges for user a grant usage on types to joe with grant option
alter default privileges grant all on schemas to joe
alter default privileges grant select on table t to joe
alter default privileges for role a
alter default privileges revoke grant option for select on tables from joe
alter default privileges grant select on tables
alter default privileges for a grant select on tables to joe
alter default privileges grant execute on routines to x
alter default privileges grant select on procedures to x
alter default privileges in schema s for role a revoke all on tables from b restrict
alter default privileges
