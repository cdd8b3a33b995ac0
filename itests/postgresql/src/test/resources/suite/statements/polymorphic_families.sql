-- anyelement and anycompatible have nothing to do with each other
create function polyf(a anyelement, b anyarray, c anycompatible, d anycompatible, OUT x anyarray, OUT y anycompatiblearray) as $$ select a || b, array[c, d] $$ language sql;
select x, pg_typeof(x), y, pg_typeof(y) from polyf(11, array[1, 2], 42, 34.5);
select x, pg_typeof(x), y, pg_typeof(y) from polyf(11, array[1, 2], 42, 'x'::text);
select array_position(array[1,2,3], 2), array_append(array[1,2], 3.5), array_cat(array[1], array[2.5]);
select width_bucket(5, array[1,2,6]);
