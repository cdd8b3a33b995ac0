-- array constructors that are cast to domains over arrays are checked
create domain op as int[2] check (value[1] < value[2]);
select array[2,1]::op;
select array[1,2]::op;
select cast(array[2,1] as op);
select array[array[1,2]]::op;
create type cp as (a int, b int);
create domain dcp as cp check ((value).a < (value).b);
create domain dcpa as cp[] check ((value[1]).a < 5);
select array[row(7,1)]::dcpa;
select array[row(1,2)]::dcpa;
select row(2,1)::dcp;
