-- EXCLUDE constraints that stay
create table booking(id int primary key, room int not null, during int4range, note text, kind text default 'x', check (room > 0), constraint no_overlap exclude using btree (room with =, kind with =) where (note is null), exclude using gist (during with &&) include (id), exclude using btree (lower(kind) with =, id with =) with (fillfactor = 70));
comment on constraint no_overlap on booking is 'one at a time';
comment on index booking_during_id_excl is 'the index of it';
insert into booking values (1, 1, '[1,5)', null, 'a'), (2, 1, '[5,8)', null, 'b');
alter table booking rename column kind to sort;
alter table booking rename constraint no_overlap to one;
create table copy(like booking including defaults);
alter table copy add exclude using spgist (during with &&), add column more int, add exclude (more with =);
alter table copy drop constraint copy_more_excl;
insert into copy(id, room, during) values (1, 1, '[1,5)');
insert into copy(id, room, during) values (2, 1, '[2,5)');
select conname, contype, conkey, array(select x::regoperator::text from unnest(conexclop) x)::text, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint') from pg_constraint where contype = 'x' order by 1;
select indexrelid::regclass, indkey, indisexclusion, pg_get_indexdef(indexrelid), obj_description(indexrelid, 'pg_class') from pg_index where indisexclusion order by 1::text;
create schema ex;
alter table copy set schema ex;
insert into ex.copy(id, room, during) values (2, 1, '[2,5)');
