-- EXPLAIN EXECUTE, and what goes wrong in it
prepare e1 as select 1 as a;
prepare e2(int) as select $1 + 1;
explain execute e3;
explain execute e2;
explain execute e2(1, 2);
explain execute e2('x');
explain execute e2(now());
explain (format toml) select 1;
deallocate e1;
explain execute e1;
