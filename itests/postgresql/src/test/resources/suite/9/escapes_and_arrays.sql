-- Sections 9.7.1 and 9.24: escapes that are none, ANY over arrays of arrays

create temp table r(g int[], k int, n int);
PREPARE q AS SELECT k FROM r WHERE g = ANY ($1) ORDER BY 1;
select 1 from r where g = any('{1}');
select 1 from r where g = any(null);
select array[1,2] = any('{{1,2}}'::int[]);
select NULL LIKE 'a##' ESCAPE '##';
select NULL not ILIKE 'a##' ESCAPE '##';
select NULL LIKE 'a##' ESCAPE null, null like null escape '##';
select 'x' LIKE 'a##' ESCAPE '##';
select n::text like 'a' escape '##' from r;
select n::text like 'a#_' escape '#' from r;
