-- What the tests of drivers ask.
prepare dr_a(int, varchar, numeric) as select $1, $2, $3;
prepare dr_b as select 1;
prepare dr_c as select $1 || 'x', $2 + 1;
select name, parameter_types, from_sql from pg_prepared_statements order by name;
deallocate all;
create type "order" as (a int);
create type "Two words" as (a int);
select to_regtype('"order"'), to_regtype('"Two words"'), to_regtype('"order"[]'), to_regtype('public."order"'), to_regtype('"nosuch"');
select '"order"'::regtype;
select typname from pg_type where oid = to_regtype('"order"');
create table "user" (a int);
select to_regtype('"user"'), to_regclass('"user"'), to_regclass('user');
drop table "user";
drop type "order", "Two words";
update pg_description set description = 'x' where false;
delete from pg_catalog.pg_depend where false;
