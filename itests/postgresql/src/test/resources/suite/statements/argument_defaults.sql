-- defaults of arguments beside those that only come back
create function fo(out a int, b int default 7) returns int language sql as 'select $1';
create function fo2(a int default 1, out b int, c text default 'x') returns int language sql as 'select $1';
select proname, pg_get_function_arg_default(oid, 1), pg_get_function_arg_default(oid, 2), pg_get_function_arg_default(oid, 3) from pg_proc where proname like 'fo%' order by 1;
select specific_name like 'fo%', parameter_name, parameter_default from information_schema.parameters where specific_schema='public' and specific_name like 'fo%' order by split_part(specific_name,'_',1), ordinal_position;
