-- 9.3, 9.4, 9.9, 10.2: which operator two types give, its result type and value, or that there is none (42883) or several (42725)
-- boolean with boolean
SELECT 'true'::boolean + 'true'::boolean AS v;
SELECT 'true'::boolean - 'true'::boolean AS v;
SELECT 'true'::boolean = 'true'::boolean AS v;
SELECT 'true'::boolean < 'true'::boolean AS v;
-- boolean with smallint
SELECT 'true'::boolean + '7'::smallint AS v;
SELECT 'true'::boolean - '7'::smallint AS v;
SELECT 'true'::boolean * '7'::smallint AS v;
SELECT 'true'::boolean / '7'::smallint AS v;
SELECT 'true'::boolean = '7'::smallint AS v;
SELECT 'true'::boolean < '7'::smallint AS v;
-- boolean with integer
SELECT 'true'::boolean + '42'::integer AS v;
SELECT 'true'::boolean - '42'::integer AS v;
SELECT 'true'::boolean = '42'::integer AS v;
SELECT 'true'::boolean < '42'::integer AS v;
-- boolean with bigint
SELECT 'true'::boolean + '9000000000'::bigint AS v;
SELECT 'true'::boolean - '9000000000'::bigint AS v;
SELECT 'true'::boolean = '9000000000'::bigint AS v;
SELECT 'true'::boolean < '9000000000'::bigint AS v;
-- boolean with numeric
SELECT 'true'::boolean + '12.50'::numeric AS v;
SELECT 'true'::boolean - '12.50'::numeric AS v;
SELECT 'true'::boolean * '12.50'::numeric AS v;
SELECT 'true'::boolean / '12.50'::numeric AS v;
SELECT 'true'::boolean = '12.50'::numeric AS v;
SELECT 'true'::boolean < '12.50'::numeric AS v;
-- boolean with real
SELECT 'true'::boolean + '1.5'::real AS v;
SELECT 'true'::boolean - '1.5'::real AS v;
SELECT 'true'::boolean = '1.5'::real AS v;
SELECT 'true'::boolean < '1.5'::real AS v;
-- boolean with double precision
SELECT 'true'::boolean + '2.25'::double precision AS v;
SELECT 'true'::boolean - '2.25'::double precision AS v;
SELECT 'true'::boolean * '2.25'::double precision AS v;
SELECT 'true'::boolean / '2.25'::double precision AS v;
SELECT 'true'::boolean = '2.25'::double precision AS v;
SELECT 'true'::boolean < '2.25'::double precision AS v;
-- boolean with text
SELECT 'true'::boolean + '12'::text AS v;
SELECT 'true'::boolean - '12'::text AS v;
SELECT 'true'::boolean = '12'::text AS v;
SELECT 'true'::boolean < '12'::text AS v;
SELECT 'true'::boolean || '12'::text AS v;
-- boolean with bytea
SELECT 'true'::boolean + '\x3132'::bytea AS v;
SELECT 'true'::boolean - '\x3132'::bytea AS v;
SELECT 'true'::boolean = '\x3132'::bytea AS v;
SELECT 'true'::boolean < '\x3132'::bytea AS v;
SELECT 'true'::boolean || '\x3132'::bytea AS v;
-- boolean with date
SELECT 'true'::boolean + '2020-02-29'::date AS v;
SELECT 'true'::boolean - '2020-02-29'::date AS v;
SELECT 'true'::boolean = '2020-02-29'::date AS v;
SELECT 'true'::boolean < '2020-02-29'::date AS v;
-- boolean with time
SELECT 'true'::boolean + '12:34:56'::time AS v;
SELECT 'true'::boolean - '12:34:56'::time AS v;
SELECT 'true'::boolean = '12:34:56'::time AS v;
SELECT 'true'::boolean < '12:34:56'::time AS v;
-- boolean with timestamp
SELECT 'true'::boolean + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT 'true'::boolean - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT 'true'::boolean = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT 'true'::boolean < '2020-02-29 12:34:56.5'::timestamp AS v;
-- boolean with timestamptz
SELECT 'true'::boolean + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT 'true'::boolean - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT 'true'::boolean = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT 'true'::boolean < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- boolean with interval
SELECT 'true'::boolean + '1 day 02:00'::interval AS v;
SELECT 'true'::boolean - '1 day 02:00'::interval AS v;
SELECT 'true'::boolean * '1 day 02:00'::interval AS v;
SELECT 'true'::boolean / '1 day 02:00'::interval AS v;
SELECT 'true'::boolean = '1 day 02:00'::interval AS v;
SELECT 'true'::boolean < '1 day 02:00'::interval AS v;
-- boolean with jsonb
SELECT 'true'::boolean + '5'::jsonb AS v;
SELECT 'true'::boolean - '5'::jsonb AS v;
SELECT 'true'::boolean = '5'::jsonb AS v;
SELECT 'true'::boolean < '5'::jsonb AS v;
SELECT 'true'::boolean || '5'::jsonb AS v;
-- boolean with int[]
SELECT 'true'::boolean + '{1,2}'::int[] AS v;
SELECT 'true'::boolean - '{1,2}'::int[] AS v;
SELECT 'true'::boolean = '{1,2}'::int[] AS v;
SELECT 'true'::boolean < '{1,2}'::int[] AS v;
SELECT 'true'::boolean || '{1,2}'::int[] AS v;
-- smallint with boolean
SELECT '7'::smallint + 'true'::boolean AS v;
SELECT '7'::smallint - 'true'::boolean AS v;
SELECT '7'::smallint * 'true'::boolean AS v;
SELECT '7'::smallint / 'true'::boolean AS v;
SELECT '7'::smallint = 'true'::boolean AS v;
SELECT '7'::smallint < 'true'::boolean AS v;
-- smallint with smallint
SELECT '7'::smallint + '7'::smallint AS v;
SELECT '7'::smallint - '7'::smallint AS v;
SELECT '7'::smallint * '7'::smallint AS v;
SELECT '7'::smallint / '7'::smallint AS v;
SELECT '7'::smallint = '7'::smallint AS v;
SELECT '7'::smallint < '7'::smallint AS v;
-- smallint with integer
SELECT '7'::smallint + '42'::integer AS v;
SELECT '7'::smallint - '42'::integer AS v;
SELECT '7'::smallint * '42'::integer AS v;
SELECT '7'::smallint / '42'::integer AS v;
SELECT '7'::smallint = '42'::integer AS v;
SELECT '7'::smallint < '42'::integer AS v;
-- smallint with bigint
SELECT '7'::smallint + '9000000000'::bigint AS v;
SELECT '7'::smallint - '9000000000'::bigint AS v;
SELECT '7'::smallint * '9000000000'::bigint AS v;
SELECT '7'::smallint / '9000000000'::bigint AS v;
SELECT '7'::smallint = '9000000000'::bigint AS v;
SELECT '7'::smallint < '9000000000'::bigint AS v;
-- smallint with numeric
SELECT '7'::smallint + '12.50'::numeric AS v;
SELECT '7'::smallint - '12.50'::numeric AS v;
SELECT '7'::smallint * '12.50'::numeric AS v;
SELECT '7'::smallint / '12.50'::numeric AS v;
SELECT '7'::smallint = '12.50'::numeric AS v;
SELECT '7'::smallint < '12.50'::numeric AS v;
-- smallint with real
SELECT '7'::smallint + '1.5'::real AS v;
SELECT '7'::smallint - '1.5'::real AS v;
SELECT '7'::smallint * '1.5'::real AS v;
SELECT '7'::smallint / '1.5'::real AS v;
SELECT '7'::smallint = '1.5'::real AS v;
SELECT '7'::smallint < '1.5'::real AS v;
-- smallint with double precision
SELECT '7'::smallint + '2.25'::double precision AS v;
SELECT '7'::smallint - '2.25'::double precision AS v;
SELECT '7'::smallint * '2.25'::double precision AS v;
SELECT '7'::smallint / '2.25'::double precision AS v;
SELECT '7'::smallint = '2.25'::double precision AS v;
SELECT '7'::smallint < '2.25'::double precision AS v;
-- smallint with text
SELECT '7'::smallint + '12'::text AS v;
SELECT '7'::smallint - '12'::text AS v;
SELECT '7'::smallint * '12'::text AS v;
SELECT '7'::smallint / '12'::text AS v;
SELECT '7'::smallint = '12'::text AS v;
SELECT '7'::smallint < '12'::text AS v;
SELECT '7'::smallint || '12'::text AS v;
-- smallint with bytea
SELECT '7'::smallint + '\x3132'::bytea AS v;
SELECT '7'::smallint - '\x3132'::bytea AS v;
SELECT '7'::smallint * '\x3132'::bytea AS v;
SELECT '7'::smallint / '\x3132'::bytea AS v;
SELECT '7'::smallint = '\x3132'::bytea AS v;
SELECT '7'::smallint < '\x3132'::bytea AS v;
SELECT '7'::smallint || '\x3132'::bytea AS v;
-- smallint with date
SELECT '7'::smallint + '2020-02-29'::date AS v;
SELECT '7'::smallint - '2020-02-29'::date AS v;
SELECT '7'::smallint * '2020-02-29'::date AS v;
SELECT '7'::smallint / '2020-02-29'::date AS v;
SELECT '7'::smallint = '2020-02-29'::date AS v;
SELECT '7'::smallint < '2020-02-29'::date AS v;
-- smallint with time
SELECT '7'::smallint + '12:34:56'::time AS v;
SELECT '7'::smallint - '12:34:56'::time AS v;
SELECT '7'::smallint * '12:34:56'::time AS v;
SELECT '7'::smallint / '12:34:56'::time AS v;
SELECT '7'::smallint = '12:34:56'::time AS v;
SELECT '7'::smallint < '12:34:56'::time AS v;
-- smallint with timestamp
SELECT '7'::smallint + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '7'::smallint - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '7'::smallint * '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '7'::smallint / '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '7'::smallint = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '7'::smallint < '2020-02-29 12:34:56.5'::timestamp AS v;
-- smallint with timestamptz
SELECT '7'::smallint + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '7'::smallint - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '7'::smallint * '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '7'::smallint / '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '7'::smallint = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '7'::smallint < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- smallint with interval
SELECT '7'::smallint + '1 day 02:00'::interval AS v;
SELECT '7'::smallint - '1 day 02:00'::interval AS v;
SELECT '7'::smallint * '1 day 02:00'::interval AS v;
SELECT '7'::smallint / '1 day 02:00'::interval AS v;
SELECT '7'::smallint = '1 day 02:00'::interval AS v;
SELECT '7'::smallint < '1 day 02:00'::interval AS v;
-- smallint with jsonb
SELECT '7'::smallint + '5'::jsonb AS v;
SELECT '7'::smallint - '5'::jsonb AS v;
SELECT '7'::smallint * '5'::jsonb AS v;
SELECT '7'::smallint / '5'::jsonb AS v;
SELECT '7'::smallint = '5'::jsonb AS v;
SELECT '7'::smallint < '5'::jsonb AS v;
SELECT '7'::smallint || '5'::jsonb AS v;
-- smallint with int[]
SELECT '7'::smallint + '{1,2}'::int[] AS v;
SELECT '7'::smallint - '{1,2}'::int[] AS v;
SELECT '7'::smallint * '{1,2}'::int[] AS v;
SELECT '7'::smallint / '{1,2}'::int[] AS v;
SELECT '7'::smallint = '{1,2}'::int[] AS v;
SELECT '7'::smallint < '{1,2}'::int[] AS v;
SELECT '7'::smallint || '{1,2}'::int[] AS v;
-- integer with boolean
SELECT '42'::integer + 'true'::boolean AS v;
SELECT '42'::integer - 'true'::boolean AS v;
SELECT '42'::integer = 'true'::boolean AS v;
SELECT '42'::integer < 'true'::boolean AS v;
-- integer with smallint
SELECT '42'::integer + '7'::smallint AS v;
SELECT '42'::integer - '7'::smallint AS v;
SELECT '42'::integer * '7'::smallint AS v;
SELECT '42'::integer / '7'::smallint AS v;
SELECT '42'::integer = '7'::smallint AS v;
SELECT '42'::integer < '7'::smallint AS v;
-- integer with integer
SELECT '42'::integer + '42'::integer AS v;
SELECT '42'::integer - '42'::integer AS v;
SELECT '42'::integer = '42'::integer AS v;
SELECT '42'::integer < '42'::integer AS v;
-- integer with bigint
SELECT '42'::integer + '9000000000'::bigint AS v;
SELECT '42'::integer - '9000000000'::bigint AS v;
SELECT '42'::integer = '9000000000'::bigint AS v;
SELECT '42'::integer < '9000000000'::bigint AS v;
-- integer with numeric
SELECT '42'::integer + '12.50'::numeric AS v;
SELECT '42'::integer - '12.50'::numeric AS v;
SELECT '42'::integer * '12.50'::numeric AS v;
SELECT '42'::integer / '12.50'::numeric AS v;
SELECT '42'::integer = '12.50'::numeric AS v;
SELECT '42'::integer < '12.50'::numeric AS v;
-- integer with real
SELECT '42'::integer + '1.5'::real AS v;
SELECT '42'::integer - '1.5'::real AS v;
SELECT '42'::integer = '1.5'::real AS v;
SELECT '42'::integer < '1.5'::real AS v;
-- integer with double precision
SELECT '42'::integer + '2.25'::double precision AS v;
SELECT '42'::integer - '2.25'::double precision AS v;
SELECT '42'::integer * '2.25'::double precision AS v;
SELECT '42'::integer / '2.25'::double precision AS v;
SELECT '42'::integer = '2.25'::double precision AS v;
SELECT '42'::integer < '2.25'::double precision AS v;
-- integer with text
SELECT '42'::integer + '12'::text AS v;
SELECT '42'::integer - '12'::text AS v;
SELECT '42'::integer = '12'::text AS v;
SELECT '42'::integer < '12'::text AS v;
SELECT '42'::integer || '12'::text AS v;
-- integer with bytea
SELECT '42'::integer + '\x3132'::bytea AS v;
SELECT '42'::integer - '\x3132'::bytea AS v;
SELECT '42'::integer = '\x3132'::bytea AS v;
SELECT '42'::integer < '\x3132'::bytea AS v;
SELECT '42'::integer || '\x3132'::bytea AS v;
-- integer with date
SELECT '42'::integer + '2020-02-29'::date AS v;
SELECT '42'::integer - '2020-02-29'::date AS v;
SELECT '42'::integer = '2020-02-29'::date AS v;
SELECT '42'::integer < '2020-02-29'::date AS v;
-- integer with time
SELECT '42'::integer + '12:34:56'::time AS v;
SELECT '42'::integer - '12:34:56'::time AS v;
SELECT '42'::integer = '12:34:56'::time AS v;
SELECT '42'::integer < '12:34:56'::time AS v;
-- integer with timestamp
SELECT '42'::integer + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '42'::integer - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '42'::integer = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '42'::integer < '2020-02-29 12:34:56.5'::timestamp AS v;
-- integer with timestamptz
SELECT '42'::integer + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '42'::integer - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '42'::integer = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '42'::integer < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- integer with interval
SELECT '42'::integer + '1 day 02:00'::interval AS v;
SELECT '42'::integer - '1 day 02:00'::interval AS v;
SELECT '42'::integer * '1 day 02:00'::interval AS v;
SELECT '42'::integer / '1 day 02:00'::interval AS v;
SELECT '42'::integer = '1 day 02:00'::interval AS v;
SELECT '42'::integer < '1 day 02:00'::interval AS v;
-- integer with jsonb
SELECT '42'::integer + '5'::jsonb AS v;
SELECT '42'::integer - '5'::jsonb AS v;
SELECT '42'::integer = '5'::jsonb AS v;
SELECT '42'::integer < '5'::jsonb AS v;
SELECT '42'::integer || '5'::jsonb AS v;
-- integer with int[]
SELECT '42'::integer + '{1,2}'::int[] AS v;
SELECT '42'::integer - '{1,2}'::int[] AS v;
SELECT '42'::integer = '{1,2}'::int[] AS v;
SELECT '42'::integer < '{1,2}'::int[] AS v;
SELECT '42'::integer || '{1,2}'::int[] AS v;
-- bigint with boolean
SELECT '9000000000'::bigint + 'true'::boolean AS v;
SELECT '9000000000'::bigint - 'true'::boolean AS v;
SELECT '9000000000'::bigint = 'true'::boolean AS v;
SELECT '9000000000'::bigint < 'true'::boolean AS v;
-- bigint with smallint
SELECT '9000000000'::bigint + '7'::smallint AS v;
SELECT '9000000000'::bigint - '7'::smallint AS v;
SELECT '9000000000'::bigint * '7'::smallint AS v;
SELECT '9000000000'::bigint / '7'::smallint AS v;
SELECT '9000000000'::bigint = '7'::smallint AS v;
SELECT '9000000000'::bigint < '7'::smallint AS v;
-- bigint with integer
SELECT '9000000000'::bigint + '42'::integer AS v;
SELECT '9000000000'::bigint - '42'::integer AS v;
SELECT '9000000000'::bigint = '42'::integer AS v;
SELECT '9000000000'::bigint < '42'::integer AS v;
-- bigint with bigint
SELECT '9000000000'::bigint + '9000000000'::bigint AS v;
SELECT '9000000000'::bigint - '9000000000'::bigint AS v;
SELECT '9000000000'::bigint = '9000000000'::bigint AS v;
SELECT '9000000000'::bigint < '9000000000'::bigint AS v;
-- bigint with numeric
SELECT '9000000000'::bigint + '12.50'::numeric AS v;
SELECT '9000000000'::bigint - '12.50'::numeric AS v;
SELECT '9000000000'::bigint * '12.50'::numeric AS v;
SELECT '9000000000'::bigint / '12.50'::numeric AS v;
SELECT '9000000000'::bigint = '12.50'::numeric AS v;
SELECT '9000000000'::bigint < '12.50'::numeric AS v;
-- bigint with real
SELECT '9000000000'::bigint + '1.5'::real AS v;
SELECT '9000000000'::bigint - '1.5'::real AS v;
SELECT '9000000000'::bigint = '1.5'::real AS v;
SELECT '9000000000'::bigint < '1.5'::real AS v;
-- bigint with double precision
SELECT '9000000000'::bigint + '2.25'::double precision AS v;
SELECT '9000000000'::bigint - '2.25'::double precision AS v;
SELECT '9000000000'::bigint * '2.25'::double precision AS v;
SELECT '9000000000'::bigint / '2.25'::double precision AS v;
SELECT '9000000000'::bigint = '2.25'::double precision AS v;
SELECT '9000000000'::bigint < '2.25'::double precision AS v;
-- bigint with text
SELECT '9000000000'::bigint + '12'::text AS v;
SELECT '9000000000'::bigint - '12'::text AS v;
SELECT '9000000000'::bigint = '12'::text AS v;
SELECT '9000000000'::bigint < '12'::text AS v;
SELECT '9000000000'::bigint || '12'::text AS v;
-- bigint with bytea
SELECT '9000000000'::bigint + '\x3132'::bytea AS v;
SELECT '9000000000'::bigint - '\x3132'::bytea AS v;
SELECT '9000000000'::bigint = '\x3132'::bytea AS v;
SELECT '9000000000'::bigint < '\x3132'::bytea AS v;
SELECT '9000000000'::bigint || '\x3132'::bytea AS v;
-- bigint with date
SELECT '9000000000'::bigint + '2020-02-29'::date AS v;
SELECT '9000000000'::bigint - '2020-02-29'::date AS v;
SELECT '9000000000'::bigint = '2020-02-29'::date AS v;
SELECT '9000000000'::bigint < '2020-02-29'::date AS v;
-- bigint with time
SELECT '9000000000'::bigint + '12:34:56'::time AS v;
SELECT '9000000000'::bigint - '12:34:56'::time AS v;
SELECT '9000000000'::bigint = '12:34:56'::time AS v;
SELECT '9000000000'::bigint < '12:34:56'::time AS v;
-- bigint with timestamp
SELECT '9000000000'::bigint + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '9000000000'::bigint - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '9000000000'::bigint = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '9000000000'::bigint < '2020-02-29 12:34:56.5'::timestamp AS v;
-- bigint with timestamptz
SELECT '9000000000'::bigint + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '9000000000'::bigint - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '9000000000'::bigint = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '9000000000'::bigint < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- bigint with interval
SELECT '9000000000'::bigint + '1 day 02:00'::interval AS v;
SELECT '9000000000'::bigint - '1 day 02:00'::interval AS v;
SELECT '9000000000'::bigint * '1 day 02:00'::interval AS v;
SELECT '9000000000'::bigint / '1 day 02:00'::interval AS v;
SELECT '9000000000'::bigint = '1 day 02:00'::interval AS v;
SELECT '9000000000'::bigint < '1 day 02:00'::interval AS v;
-- bigint with jsonb
SELECT '9000000000'::bigint + '5'::jsonb AS v;
SELECT '9000000000'::bigint - '5'::jsonb AS v;
SELECT '9000000000'::bigint = '5'::jsonb AS v;
SELECT '9000000000'::bigint < '5'::jsonb AS v;
SELECT '9000000000'::bigint || '5'::jsonb AS v;
-- bigint with int[]
SELECT '9000000000'::bigint + '{1,2}'::int[] AS v;
SELECT '9000000000'::bigint - '{1,2}'::int[] AS v;
SELECT '9000000000'::bigint = '{1,2}'::int[] AS v;
SELECT '9000000000'::bigint < '{1,2}'::int[] AS v;
SELECT '9000000000'::bigint || '{1,2}'::int[] AS v;
-- numeric with boolean
SELECT '12.50'::numeric + 'true'::boolean AS v;
SELECT '12.50'::numeric - 'true'::boolean AS v;
SELECT '12.50'::numeric * 'true'::boolean AS v;
SELECT '12.50'::numeric / 'true'::boolean AS v;
SELECT '12.50'::numeric = 'true'::boolean AS v;
SELECT '12.50'::numeric < 'true'::boolean AS v;
-- numeric with smallint
SELECT '12.50'::numeric + '7'::smallint AS v;
SELECT '12.50'::numeric - '7'::smallint AS v;
SELECT '12.50'::numeric * '7'::smallint AS v;
SELECT '12.50'::numeric / '7'::smallint AS v;
SELECT '12.50'::numeric = '7'::smallint AS v;
SELECT '12.50'::numeric < '7'::smallint AS v;
-- numeric with integer
SELECT '12.50'::numeric + '42'::integer AS v;
SELECT '12.50'::numeric - '42'::integer AS v;
SELECT '12.50'::numeric * '42'::integer AS v;
SELECT '12.50'::numeric / '42'::integer AS v;
SELECT '12.50'::numeric = '42'::integer AS v;
SELECT '12.50'::numeric < '42'::integer AS v;
-- numeric with bigint
SELECT '12.50'::numeric + '9000000000'::bigint AS v;
SELECT '12.50'::numeric - '9000000000'::bigint AS v;
SELECT '12.50'::numeric * '9000000000'::bigint AS v;
SELECT '12.50'::numeric / '9000000000'::bigint AS v;
SELECT '12.50'::numeric = '9000000000'::bigint AS v;
SELECT '12.50'::numeric < '9000000000'::bigint AS v;
-- numeric with numeric
SELECT '12.50'::numeric + '12.50'::numeric AS v;
SELECT '12.50'::numeric - '12.50'::numeric AS v;
SELECT '12.50'::numeric * '12.50'::numeric AS v;
SELECT '12.50'::numeric / '12.50'::numeric AS v;
SELECT '12.50'::numeric = '12.50'::numeric AS v;
SELECT '12.50'::numeric < '12.50'::numeric AS v;
-- numeric with real
SELECT '12.50'::numeric + '1.5'::real AS v;
SELECT '12.50'::numeric - '1.5'::real AS v;
SELECT '12.50'::numeric * '1.5'::real AS v;
SELECT '12.50'::numeric / '1.5'::real AS v;
SELECT '12.50'::numeric = '1.5'::real AS v;
SELECT '12.50'::numeric < '1.5'::real AS v;
-- numeric with double precision
SELECT '12.50'::numeric + '2.25'::double precision AS v;
SELECT '12.50'::numeric - '2.25'::double precision AS v;
SELECT '12.50'::numeric * '2.25'::double precision AS v;
SELECT '12.50'::numeric / '2.25'::double precision AS v;
SELECT '12.50'::numeric = '2.25'::double precision AS v;
SELECT '12.50'::numeric < '2.25'::double precision AS v;
-- numeric with text
SELECT '12.50'::numeric + '12'::text AS v;
SELECT '12.50'::numeric - '12'::text AS v;
SELECT '12.50'::numeric * '12'::text AS v;
SELECT '12.50'::numeric / '12'::text AS v;
SELECT '12.50'::numeric = '12'::text AS v;
SELECT '12.50'::numeric < '12'::text AS v;
SELECT '12.50'::numeric || '12'::text AS v;
-- numeric with bytea
SELECT '12.50'::numeric + '\x3132'::bytea AS v;
SELECT '12.50'::numeric - '\x3132'::bytea AS v;
SELECT '12.50'::numeric * '\x3132'::bytea AS v;
SELECT '12.50'::numeric / '\x3132'::bytea AS v;
SELECT '12.50'::numeric = '\x3132'::bytea AS v;
SELECT '12.50'::numeric < '\x3132'::bytea AS v;
SELECT '12.50'::numeric || '\x3132'::bytea AS v;
-- numeric with date
SELECT '12.50'::numeric + '2020-02-29'::date AS v;
SELECT '12.50'::numeric - '2020-02-29'::date AS v;
SELECT '12.50'::numeric * '2020-02-29'::date AS v;
SELECT '12.50'::numeric / '2020-02-29'::date AS v;
SELECT '12.50'::numeric = '2020-02-29'::date AS v;
SELECT '12.50'::numeric < '2020-02-29'::date AS v;
-- numeric with time
SELECT '12.50'::numeric + '12:34:56'::time AS v;
SELECT '12.50'::numeric - '12:34:56'::time AS v;
SELECT '12.50'::numeric * '12:34:56'::time AS v;
SELECT '12.50'::numeric / '12:34:56'::time AS v;
SELECT '12.50'::numeric = '12:34:56'::time AS v;
SELECT '12.50'::numeric < '12:34:56'::time AS v;
-- numeric with timestamp
SELECT '12.50'::numeric + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12.50'::numeric - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12.50'::numeric * '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12.50'::numeric / '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12.50'::numeric = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12.50'::numeric < '2020-02-29 12:34:56.5'::timestamp AS v;
-- numeric with timestamptz
SELECT '12.50'::numeric + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12.50'::numeric - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12.50'::numeric * '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12.50'::numeric / '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12.50'::numeric = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12.50'::numeric < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- numeric with interval
SELECT '12.50'::numeric + '1 day 02:00'::interval AS v;
SELECT '12.50'::numeric - '1 day 02:00'::interval AS v;
SELECT '12.50'::numeric * '1 day 02:00'::interval AS v;
SELECT '12.50'::numeric / '1 day 02:00'::interval AS v;
SELECT '12.50'::numeric = '1 day 02:00'::interval AS v;
SELECT '12.50'::numeric < '1 day 02:00'::interval AS v;
-- numeric with jsonb
SELECT '12.50'::numeric + '5'::jsonb AS v;
SELECT '12.50'::numeric - '5'::jsonb AS v;
SELECT '12.50'::numeric * '5'::jsonb AS v;
SELECT '12.50'::numeric / '5'::jsonb AS v;
SELECT '12.50'::numeric = '5'::jsonb AS v;
SELECT '12.50'::numeric < '5'::jsonb AS v;
SELECT '12.50'::numeric || '5'::jsonb AS v;
-- numeric with int[]
SELECT '12.50'::numeric + '{1,2}'::int[] AS v;
SELECT '12.50'::numeric - '{1,2}'::int[] AS v;
SELECT '12.50'::numeric * '{1,2}'::int[] AS v;
SELECT '12.50'::numeric / '{1,2}'::int[] AS v;
SELECT '12.50'::numeric = '{1,2}'::int[] AS v;
SELECT '12.50'::numeric < '{1,2}'::int[] AS v;
SELECT '12.50'::numeric || '{1,2}'::int[] AS v;
-- real with boolean
SELECT '1.5'::real + 'true'::boolean AS v;
SELECT '1.5'::real - 'true'::boolean AS v;
SELECT '1.5'::real = 'true'::boolean AS v;
SELECT '1.5'::real < 'true'::boolean AS v;
-- real with smallint
SELECT '1.5'::real + '7'::smallint AS v;
SELECT '1.5'::real - '7'::smallint AS v;
SELECT '1.5'::real * '7'::smallint AS v;
SELECT '1.5'::real / '7'::smallint AS v;
SELECT '1.5'::real = '7'::smallint AS v;
SELECT '1.5'::real < '7'::smallint AS v;
-- real with integer
SELECT '1.5'::real + '42'::integer AS v;
SELECT '1.5'::real - '42'::integer AS v;
SELECT '1.5'::real = '42'::integer AS v;
SELECT '1.5'::real < '42'::integer AS v;
-- real with bigint
SELECT '1.5'::real + '9000000000'::bigint AS v;
SELECT '1.5'::real - '9000000000'::bigint AS v;
SELECT '1.5'::real = '9000000000'::bigint AS v;
SELECT '1.5'::real < '9000000000'::bigint AS v;
-- real with numeric
SELECT '1.5'::real + '12.50'::numeric AS v;
SELECT '1.5'::real - '12.50'::numeric AS v;
SELECT '1.5'::real * '12.50'::numeric AS v;
SELECT '1.5'::real / '12.50'::numeric AS v;
SELECT '1.5'::real = '12.50'::numeric AS v;
SELECT '1.5'::real < '12.50'::numeric AS v;
-- real with real
SELECT '1.5'::real + '1.5'::real AS v;
SELECT '1.5'::real - '1.5'::real AS v;
SELECT '1.5'::real = '1.5'::real AS v;
SELECT '1.5'::real < '1.5'::real AS v;
-- real with double precision
SELECT '1.5'::real + '2.25'::double precision AS v;
SELECT '1.5'::real - '2.25'::double precision AS v;
SELECT '1.5'::real * '2.25'::double precision AS v;
SELECT '1.5'::real / '2.25'::double precision AS v;
SELECT '1.5'::real = '2.25'::double precision AS v;
SELECT '1.5'::real < '2.25'::double precision AS v;
-- real with text
SELECT '1.5'::real + '12'::text AS v;
SELECT '1.5'::real - '12'::text AS v;
SELECT '1.5'::real = '12'::text AS v;
SELECT '1.5'::real < '12'::text AS v;
SELECT '1.5'::real || '12'::text AS v;
-- real with bytea
SELECT '1.5'::real + '\x3132'::bytea AS v;
SELECT '1.5'::real - '\x3132'::bytea AS v;
SELECT '1.5'::real = '\x3132'::bytea AS v;
SELECT '1.5'::real < '\x3132'::bytea AS v;
SELECT '1.5'::real || '\x3132'::bytea AS v;
-- real with date
SELECT '1.5'::real + '2020-02-29'::date AS v;
SELECT '1.5'::real - '2020-02-29'::date AS v;
SELECT '1.5'::real = '2020-02-29'::date AS v;
SELECT '1.5'::real < '2020-02-29'::date AS v;
-- real with time
SELECT '1.5'::real + '12:34:56'::time AS v;
SELECT '1.5'::real - '12:34:56'::time AS v;
SELECT '1.5'::real = '12:34:56'::time AS v;
SELECT '1.5'::real < '12:34:56'::time AS v;
-- real with timestamp
SELECT '1.5'::real + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1.5'::real - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1.5'::real = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1.5'::real < '2020-02-29 12:34:56.5'::timestamp AS v;
-- real with timestamptz
SELECT '1.5'::real + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1.5'::real - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1.5'::real = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1.5'::real < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- real with interval
SELECT '1.5'::real + '1 day 02:00'::interval AS v;
SELECT '1.5'::real - '1 day 02:00'::interval AS v;
SELECT '1.5'::real * '1 day 02:00'::interval AS v;
SELECT '1.5'::real / '1 day 02:00'::interval AS v;
SELECT '1.5'::real = '1 day 02:00'::interval AS v;
SELECT '1.5'::real < '1 day 02:00'::interval AS v;
-- real with jsonb
SELECT '1.5'::real + '5'::jsonb AS v;
SELECT '1.5'::real - '5'::jsonb AS v;
SELECT '1.5'::real = '5'::jsonb AS v;
SELECT '1.5'::real < '5'::jsonb AS v;
SELECT '1.5'::real || '5'::jsonb AS v;
-- real with int[]
SELECT '1.5'::real + '{1,2}'::int[] AS v;
SELECT '1.5'::real - '{1,2}'::int[] AS v;
SELECT '1.5'::real = '{1,2}'::int[] AS v;
SELECT '1.5'::real < '{1,2}'::int[] AS v;
SELECT '1.5'::real || '{1,2}'::int[] AS v;
-- double precision with boolean
SELECT '2.25'::double precision + 'true'::boolean AS v;
SELECT '2.25'::double precision - 'true'::boolean AS v;
SELECT '2.25'::double precision * 'true'::boolean AS v;
SELECT '2.25'::double precision / 'true'::boolean AS v;
SELECT '2.25'::double precision = 'true'::boolean AS v;
SELECT '2.25'::double precision < 'true'::boolean AS v;
-- double precision with smallint
SELECT '2.25'::double precision + '7'::smallint AS v;
SELECT '2.25'::double precision - '7'::smallint AS v;
SELECT '2.25'::double precision * '7'::smallint AS v;
SELECT '2.25'::double precision / '7'::smallint AS v;
SELECT '2.25'::double precision = '7'::smallint AS v;
SELECT '2.25'::double precision < '7'::smallint AS v;
-- double precision with integer
SELECT '2.25'::double precision + '42'::integer AS v;
SELECT '2.25'::double precision - '42'::integer AS v;
SELECT '2.25'::double precision * '42'::integer AS v;
SELECT '2.25'::double precision / '42'::integer AS v;
SELECT '2.25'::double precision = '42'::integer AS v;
SELECT '2.25'::double precision < '42'::integer AS v;
-- double precision with bigint
SELECT '2.25'::double precision + '9000000000'::bigint AS v;
SELECT '2.25'::double precision - '9000000000'::bigint AS v;
SELECT '2.25'::double precision * '9000000000'::bigint AS v;
SELECT '2.25'::double precision / '9000000000'::bigint AS v;
SELECT '2.25'::double precision = '9000000000'::bigint AS v;
SELECT '2.25'::double precision < '9000000000'::bigint AS v;
-- double precision with numeric
SELECT '2.25'::double precision + '12.50'::numeric AS v;
SELECT '2.25'::double precision - '12.50'::numeric AS v;
SELECT '2.25'::double precision * '12.50'::numeric AS v;
SELECT '2.25'::double precision / '12.50'::numeric AS v;
SELECT '2.25'::double precision = '12.50'::numeric AS v;
SELECT '2.25'::double precision < '12.50'::numeric AS v;
-- double precision with real
SELECT '2.25'::double precision + '1.5'::real AS v;
SELECT '2.25'::double precision - '1.5'::real AS v;
SELECT '2.25'::double precision * '1.5'::real AS v;
SELECT '2.25'::double precision / '1.5'::real AS v;
SELECT '2.25'::double precision = '1.5'::real AS v;
SELECT '2.25'::double precision < '1.5'::real AS v;
-- double precision with double precision
SELECT '2.25'::double precision + '2.25'::double precision AS v;
SELECT '2.25'::double precision - '2.25'::double precision AS v;
SELECT '2.25'::double precision * '2.25'::double precision AS v;
SELECT '2.25'::double precision / '2.25'::double precision AS v;
SELECT '2.25'::double precision = '2.25'::double precision AS v;
SELECT '2.25'::double precision < '2.25'::double precision AS v;
-- double precision with text
SELECT '2.25'::double precision + '12'::text AS v;
SELECT '2.25'::double precision - '12'::text AS v;
SELECT '2.25'::double precision * '12'::text AS v;
SELECT '2.25'::double precision / '12'::text AS v;
SELECT '2.25'::double precision = '12'::text AS v;
SELECT '2.25'::double precision < '12'::text AS v;
SELECT '2.25'::double precision || '12'::text AS v;
-- double precision with bytea
SELECT '2.25'::double precision + '\x3132'::bytea AS v;
SELECT '2.25'::double precision - '\x3132'::bytea AS v;
SELECT '2.25'::double precision * '\x3132'::bytea AS v;
SELECT '2.25'::double precision / '\x3132'::bytea AS v;
SELECT '2.25'::double precision = '\x3132'::bytea AS v;
SELECT '2.25'::double precision < '\x3132'::bytea AS v;
SELECT '2.25'::double precision || '\x3132'::bytea AS v;
-- double precision with date
SELECT '2.25'::double precision + '2020-02-29'::date AS v;
SELECT '2.25'::double precision - '2020-02-29'::date AS v;
SELECT '2.25'::double precision * '2020-02-29'::date AS v;
SELECT '2.25'::double precision / '2020-02-29'::date AS v;
SELECT '2.25'::double precision = '2020-02-29'::date AS v;
SELECT '2.25'::double precision < '2020-02-29'::date AS v;
-- double precision with time
SELECT '2.25'::double precision + '12:34:56'::time AS v;
SELECT '2.25'::double precision - '12:34:56'::time AS v;
SELECT '2.25'::double precision * '12:34:56'::time AS v;
SELECT '2.25'::double precision / '12:34:56'::time AS v;
SELECT '2.25'::double precision = '12:34:56'::time AS v;
SELECT '2.25'::double precision < '12:34:56'::time AS v;
-- double precision with timestamp
SELECT '2.25'::double precision + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2.25'::double precision - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2.25'::double precision * '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2.25'::double precision / '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2.25'::double precision = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2.25'::double precision < '2020-02-29 12:34:56.5'::timestamp AS v;
-- double precision with timestamptz
SELECT '2.25'::double precision + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2.25'::double precision - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2.25'::double precision * '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2.25'::double precision / '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2.25'::double precision = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2.25'::double precision < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- double precision with interval
SELECT '2.25'::double precision + '1 day 02:00'::interval AS v;
SELECT '2.25'::double precision - '1 day 02:00'::interval AS v;
SELECT '2.25'::double precision * '1 day 02:00'::interval AS v;
SELECT '2.25'::double precision / '1 day 02:00'::interval AS v;
SELECT '2.25'::double precision = '1 day 02:00'::interval AS v;
SELECT '2.25'::double precision < '1 day 02:00'::interval AS v;
-- double precision with jsonb
SELECT '2.25'::double precision + '5'::jsonb AS v;
SELECT '2.25'::double precision - '5'::jsonb AS v;
SELECT '2.25'::double precision * '5'::jsonb AS v;
SELECT '2.25'::double precision / '5'::jsonb AS v;
SELECT '2.25'::double precision = '5'::jsonb AS v;
SELECT '2.25'::double precision < '5'::jsonb AS v;
SELECT '2.25'::double precision || '5'::jsonb AS v;
-- double precision with int[]
SELECT '2.25'::double precision + '{1,2}'::int[] AS v;
SELECT '2.25'::double precision - '{1,2}'::int[] AS v;
SELECT '2.25'::double precision * '{1,2}'::int[] AS v;
SELECT '2.25'::double precision / '{1,2}'::int[] AS v;
SELECT '2.25'::double precision = '{1,2}'::int[] AS v;
SELECT '2.25'::double precision < '{1,2}'::int[] AS v;
SELECT '2.25'::double precision || '{1,2}'::int[] AS v;
-- text with boolean
SELECT '12'::text + 'true'::boolean AS v;
SELECT '12'::text - 'true'::boolean AS v;
SELECT '12'::text = 'true'::boolean AS v;
SELECT '12'::text < 'true'::boolean AS v;
SELECT '12'::text || 'true'::boolean AS v;
-- text with smallint
SELECT '12'::text + '7'::smallint AS v;
SELECT '12'::text - '7'::smallint AS v;
SELECT '12'::text * '7'::smallint AS v;
SELECT '12'::text / '7'::smallint AS v;
SELECT '12'::text = '7'::smallint AS v;
SELECT '12'::text < '7'::smallint AS v;
SELECT '12'::text || '7'::smallint AS v;
-- text with integer
SELECT '12'::text + '42'::integer AS v;
SELECT '12'::text - '42'::integer AS v;
SELECT '12'::text = '42'::integer AS v;
SELECT '12'::text < '42'::integer AS v;
SELECT '12'::text || '42'::integer AS v;
-- text with bigint
SELECT '12'::text + '9000000000'::bigint AS v;
SELECT '12'::text - '9000000000'::bigint AS v;
SELECT '12'::text = '9000000000'::bigint AS v;
SELECT '12'::text < '9000000000'::bigint AS v;
SELECT '12'::text || '9000000000'::bigint AS v;
-- text with numeric
SELECT '12'::text + '12.50'::numeric AS v;
SELECT '12'::text - '12.50'::numeric AS v;
SELECT '12'::text * '12.50'::numeric AS v;
SELECT '12'::text / '12.50'::numeric AS v;
SELECT '12'::text = '12.50'::numeric AS v;
SELECT '12'::text < '12.50'::numeric AS v;
SELECT '12'::text || '12.50'::numeric AS v;
-- text with real
SELECT '12'::text + '1.5'::real AS v;
SELECT '12'::text - '1.5'::real AS v;
SELECT '12'::text = '1.5'::real AS v;
SELECT '12'::text < '1.5'::real AS v;
SELECT '12'::text || '1.5'::real AS v;
-- text with double precision
SELECT '12'::text + '2.25'::double precision AS v;
SELECT '12'::text - '2.25'::double precision AS v;
SELECT '12'::text * '2.25'::double precision AS v;
SELECT '12'::text / '2.25'::double precision AS v;
SELECT '12'::text = '2.25'::double precision AS v;
SELECT '12'::text < '2.25'::double precision AS v;
SELECT '12'::text || '2.25'::double precision AS v;
-- text with text
SELECT '12'::text + '12'::text AS v;
SELECT '12'::text - '12'::text AS v;
SELECT '12'::text = '12'::text AS v;
SELECT '12'::text < '12'::text AS v;
SELECT '12'::text || '12'::text AS v;
-- text with bytea
SELECT '12'::text + '\x3132'::bytea AS v;
SELECT '12'::text - '\x3132'::bytea AS v;
SELECT '12'::text = '\x3132'::bytea AS v;
SELECT '12'::text < '\x3132'::bytea AS v;
SELECT '12'::text || '\x3132'::bytea AS v;
-- text with date
SELECT '12'::text + '2020-02-29'::date AS v;
SELECT '12'::text - '2020-02-29'::date AS v;
SELECT '12'::text = '2020-02-29'::date AS v;
SELECT '12'::text < '2020-02-29'::date AS v;
SELECT '12'::text || '2020-02-29'::date AS v;
-- text with time
SELECT '12'::text + '12:34:56'::time AS v;
SELECT '12'::text - '12:34:56'::time AS v;
SELECT '12'::text = '12:34:56'::time AS v;
SELECT '12'::text < '12:34:56'::time AS v;
SELECT '12'::text || '12:34:56'::time AS v;
-- text with timestamp
SELECT '12'::text + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12'::text - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12'::text = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12'::text < '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12'::text || '2020-02-29 12:34:56.5'::timestamp AS v;
-- text with timestamptz
SELECT '12'::text + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12'::text - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12'::text = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12'::text < '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12'::text || '2020-02-29 12:34:56+00'::timestamptz AS v;
-- text with interval
SELECT '12'::text + '1 day 02:00'::interval AS v;
SELECT '12'::text - '1 day 02:00'::interval AS v;
SELECT '12'::text * '1 day 02:00'::interval AS v;
SELECT '12'::text / '1 day 02:00'::interval AS v;
SELECT '12'::text = '1 day 02:00'::interval AS v;
SELECT '12'::text < '1 day 02:00'::interval AS v;
SELECT '12'::text || '1 day 02:00'::interval AS v;
-- text with jsonb
SELECT '12'::text + '5'::jsonb AS v;
SELECT '12'::text - '5'::jsonb AS v;
SELECT '12'::text = '5'::jsonb AS v;
SELECT '12'::text < '5'::jsonb AS v;
SELECT '12'::text || '5'::jsonb AS v;
-- text with int[]
SELECT '12'::text + '{1,2}'::int[] AS v;
SELECT '12'::text - '{1,2}'::int[] AS v;
SELECT '12'::text = '{1,2}'::int[] AS v;
SELECT '12'::text < '{1,2}'::int[] AS v;
SELECT '12'::text || '{1,2}'::int[] AS v;
-- bytea with boolean
SELECT '\x3132'::bytea + 'true'::boolean AS v;
SELECT '\x3132'::bytea - 'true'::boolean AS v;
SELECT '\x3132'::bytea = 'true'::boolean AS v;
SELECT '\x3132'::bytea < 'true'::boolean AS v;
SELECT '\x3132'::bytea || 'true'::boolean AS v;
-- bytea with smallint
SELECT '\x3132'::bytea + '7'::smallint AS v;
SELECT '\x3132'::bytea - '7'::smallint AS v;
SELECT '\x3132'::bytea * '7'::smallint AS v;
SELECT '\x3132'::bytea / '7'::smallint AS v;
SELECT '\x3132'::bytea = '7'::smallint AS v;
SELECT '\x3132'::bytea < '7'::smallint AS v;
SELECT '\x3132'::bytea || '7'::smallint AS v;
-- bytea with integer
SELECT '\x3132'::bytea + '42'::integer AS v;
SELECT '\x3132'::bytea - '42'::integer AS v;
SELECT '\x3132'::bytea = '42'::integer AS v;
SELECT '\x3132'::bytea < '42'::integer AS v;
SELECT '\x3132'::bytea || '42'::integer AS v;
-- bytea with bigint
SELECT '\x3132'::bytea + '9000000000'::bigint AS v;
SELECT '\x3132'::bytea - '9000000000'::bigint AS v;
SELECT '\x3132'::bytea = '9000000000'::bigint AS v;
SELECT '\x3132'::bytea < '9000000000'::bigint AS v;
SELECT '\x3132'::bytea || '9000000000'::bigint AS v;
-- bytea with numeric
SELECT '\x3132'::bytea + '12.50'::numeric AS v;
SELECT '\x3132'::bytea - '12.50'::numeric AS v;
SELECT '\x3132'::bytea * '12.50'::numeric AS v;
SELECT '\x3132'::bytea / '12.50'::numeric AS v;
SELECT '\x3132'::bytea = '12.50'::numeric AS v;
SELECT '\x3132'::bytea < '12.50'::numeric AS v;
SELECT '\x3132'::bytea || '12.50'::numeric AS v;
-- bytea with real
SELECT '\x3132'::bytea + '1.5'::real AS v;
SELECT '\x3132'::bytea - '1.5'::real AS v;
SELECT '\x3132'::bytea = '1.5'::real AS v;
SELECT '\x3132'::bytea < '1.5'::real AS v;
SELECT '\x3132'::bytea || '1.5'::real AS v;
-- bytea with double precision
SELECT '\x3132'::bytea + '2.25'::double precision AS v;
SELECT '\x3132'::bytea - '2.25'::double precision AS v;
SELECT '\x3132'::bytea * '2.25'::double precision AS v;
SELECT '\x3132'::bytea / '2.25'::double precision AS v;
SELECT '\x3132'::bytea = '2.25'::double precision AS v;
SELECT '\x3132'::bytea < '2.25'::double precision AS v;
SELECT '\x3132'::bytea || '2.25'::double precision AS v;
-- bytea with text
SELECT '\x3132'::bytea + '12'::text AS v;
SELECT '\x3132'::bytea - '12'::text AS v;
SELECT '\x3132'::bytea = '12'::text AS v;
SELECT '\x3132'::bytea < '12'::text AS v;
SELECT '\x3132'::bytea || '12'::text AS v;
-- bytea with bytea
SELECT '\x3132'::bytea + '\x3132'::bytea AS v;
SELECT '\x3132'::bytea - '\x3132'::bytea AS v;
SELECT '\x3132'::bytea = '\x3132'::bytea AS v;
SELECT '\x3132'::bytea < '\x3132'::bytea AS v;
SELECT '\x3132'::bytea || '\x3132'::bytea AS v;
-- bytea with date
SELECT '\x3132'::bytea + '2020-02-29'::date AS v;
SELECT '\x3132'::bytea - '2020-02-29'::date AS v;
SELECT '\x3132'::bytea = '2020-02-29'::date AS v;
SELECT '\x3132'::bytea < '2020-02-29'::date AS v;
SELECT '\x3132'::bytea || '2020-02-29'::date AS v;
-- bytea with time
SELECT '\x3132'::bytea + '12:34:56'::time AS v;
SELECT '\x3132'::bytea - '12:34:56'::time AS v;
SELECT '\x3132'::bytea = '12:34:56'::time AS v;
SELECT '\x3132'::bytea < '12:34:56'::time AS v;
SELECT '\x3132'::bytea || '12:34:56'::time AS v;
-- bytea with timestamp
SELECT '\x3132'::bytea + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '\x3132'::bytea - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '\x3132'::bytea = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '\x3132'::bytea < '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '\x3132'::bytea || '2020-02-29 12:34:56.5'::timestamp AS v;
-- bytea with timestamptz
SELECT '\x3132'::bytea + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '\x3132'::bytea - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '\x3132'::bytea = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '\x3132'::bytea < '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '\x3132'::bytea || '2020-02-29 12:34:56+00'::timestamptz AS v;
-- bytea with interval
SELECT '\x3132'::bytea + '1 day 02:00'::interval AS v;
SELECT '\x3132'::bytea - '1 day 02:00'::interval AS v;
SELECT '\x3132'::bytea * '1 day 02:00'::interval AS v;
SELECT '\x3132'::bytea / '1 day 02:00'::interval AS v;
SELECT '\x3132'::bytea = '1 day 02:00'::interval AS v;
SELECT '\x3132'::bytea < '1 day 02:00'::interval AS v;
SELECT '\x3132'::bytea || '1 day 02:00'::interval AS v;
-- bytea with jsonb
SELECT '\x3132'::bytea + '5'::jsonb AS v;
SELECT '\x3132'::bytea - '5'::jsonb AS v;
SELECT '\x3132'::bytea = '5'::jsonb AS v;
SELECT '\x3132'::bytea < '5'::jsonb AS v;
SELECT '\x3132'::bytea || '5'::jsonb AS v;
-- bytea with int[]
SELECT '\x3132'::bytea + '{1,2}'::int[] AS v;
SELECT '\x3132'::bytea - '{1,2}'::int[] AS v;
SELECT '\x3132'::bytea = '{1,2}'::int[] AS v;
SELECT '\x3132'::bytea < '{1,2}'::int[] AS v;
SELECT '\x3132'::bytea || '{1,2}'::int[] AS v;
-- date with boolean
SELECT '2020-02-29'::date + 'true'::boolean AS v;
SELECT '2020-02-29'::date - 'true'::boolean AS v;
SELECT '2020-02-29'::date = 'true'::boolean AS v;
SELECT '2020-02-29'::date < 'true'::boolean AS v;
-- date with smallint
SELECT '2020-02-29'::date + '7'::smallint AS v;
SELECT '2020-02-29'::date - '7'::smallint AS v;
SELECT '2020-02-29'::date * '7'::smallint AS v;
SELECT '2020-02-29'::date / '7'::smallint AS v;
SELECT '2020-02-29'::date = '7'::smallint AS v;
SELECT '2020-02-29'::date < '7'::smallint AS v;
-- date with integer
SELECT '2020-02-29'::date + '42'::integer AS v;
SELECT '2020-02-29'::date - '42'::integer AS v;
SELECT '2020-02-29'::date = '42'::integer AS v;
SELECT '2020-02-29'::date < '42'::integer AS v;
-- date with bigint
SELECT '2020-02-29'::date + '9000000000'::bigint AS v;
SELECT '2020-02-29'::date - '9000000000'::bigint AS v;
SELECT '2020-02-29'::date = '9000000000'::bigint AS v;
SELECT '2020-02-29'::date < '9000000000'::bigint AS v;
-- date with numeric
SELECT '2020-02-29'::date + '12.50'::numeric AS v;
SELECT '2020-02-29'::date - '12.50'::numeric AS v;
SELECT '2020-02-29'::date * '12.50'::numeric AS v;
SELECT '2020-02-29'::date / '12.50'::numeric AS v;
SELECT '2020-02-29'::date = '12.50'::numeric AS v;
SELECT '2020-02-29'::date < '12.50'::numeric AS v;
-- date with real
SELECT '2020-02-29'::date + '1.5'::real AS v;
SELECT '2020-02-29'::date - '1.5'::real AS v;
SELECT '2020-02-29'::date = '1.5'::real AS v;
SELECT '2020-02-29'::date < '1.5'::real AS v;
-- date with double precision
SELECT '2020-02-29'::date + '2.25'::double precision AS v;
SELECT '2020-02-29'::date - '2.25'::double precision AS v;
SELECT '2020-02-29'::date * '2.25'::double precision AS v;
SELECT '2020-02-29'::date / '2.25'::double precision AS v;
SELECT '2020-02-29'::date = '2.25'::double precision AS v;
SELECT '2020-02-29'::date < '2.25'::double precision AS v;
-- date with text
SELECT '2020-02-29'::date + '12'::text AS v;
SELECT '2020-02-29'::date - '12'::text AS v;
SELECT '2020-02-29'::date = '12'::text AS v;
SELECT '2020-02-29'::date < '12'::text AS v;
SELECT '2020-02-29'::date || '12'::text AS v;
-- date with bytea
SELECT '2020-02-29'::date + '\x3132'::bytea AS v;
SELECT '2020-02-29'::date - '\x3132'::bytea AS v;
SELECT '2020-02-29'::date = '\x3132'::bytea AS v;
SELECT '2020-02-29'::date < '\x3132'::bytea AS v;
SELECT '2020-02-29'::date || '\x3132'::bytea AS v;
-- date with date
SELECT '2020-02-29'::date + '2020-02-29'::date AS v;
SELECT '2020-02-29'::date - '2020-02-29'::date AS v;
SELECT '2020-02-29'::date = '2020-02-29'::date AS v;
SELECT '2020-02-29'::date < '2020-02-29'::date AS v;
-- date with time
SELECT '2020-02-29'::date + '12:34:56'::time AS v;
SELECT '2020-02-29'::date - '12:34:56'::time AS v;
SELECT '2020-02-29'::date = '12:34:56'::time AS v;
SELECT '2020-02-29'::date < '12:34:56'::time AS v;
-- date with timestamp
SELECT '2020-02-29'::date + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29'::date - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29'::date = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29'::date < '2020-02-29 12:34:56.5'::timestamp AS v;
-- date with timestamptz
SELECT '2020-02-29'::date + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29'::date - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29'::date = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29'::date < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- date with interval
SELECT '2020-02-29'::date + '1 day 02:00'::interval AS v;
SELECT '2020-02-29'::date - '1 day 02:00'::interval AS v;
SELECT '2020-02-29'::date * '1 day 02:00'::interval AS v;
SELECT '2020-02-29'::date / '1 day 02:00'::interval AS v;
SELECT '2020-02-29'::date = '1 day 02:00'::interval AS v;
SELECT '2020-02-29'::date < '1 day 02:00'::interval AS v;
-- date with jsonb
SELECT '2020-02-29'::date + '5'::jsonb AS v;
SELECT '2020-02-29'::date - '5'::jsonb AS v;
SELECT '2020-02-29'::date = '5'::jsonb AS v;
SELECT '2020-02-29'::date < '5'::jsonb AS v;
SELECT '2020-02-29'::date || '5'::jsonb AS v;
-- date with int[]
SELECT '2020-02-29'::date + '{1,2}'::int[] AS v;
SELECT '2020-02-29'::date - '{1,2}'::int[] AS v;
SELECT '2020-02-29'::date = '{1,2}'::int[] AS v;
SELECT '2020-02-29'::date < '{1,2}'::int[] AS v;
SELECT '2020-02-29'::date || '{1,2}'::int[] AS v;
-- time with boolean
SELECT '12:34:56'::time + 'true'::boolean AS v;
SELECT '12:34:56'::time - 'true'::boolean AS v;
SELECT '12:34:56'::time = 'true'::boolean AS v;
SELECT '12:34:56'::time < 'true'::boolean AS v;
-- time with smallint
SELECT '12:34:56'::time + '7'::smallint AS v;
SELECT '12:34:56'::time - '7'::smallint AS v;
SELECT '12:34:56'::time * '7'::smallint AS v;
SELECT '12:34:56'::time / '7'::smallint AS v;
SELECT '12:34:56'::time = '7'::smallint AS v;
SELECT '12:34:56'::time < '7'::smallint AS v;
-- time with integer
SELECT '12:34:56'::time + '42'::integer AS v;
SELECT '12:34:56'::time - '42'::integer AS v;
SELECT '12:34:56'::time = '42'::integer AS v;
SELECT '12:34:56'::time < '42'::integer AS v;
-- time with bigint
SELECT '12:34:56'::time + '9000000000'::bigint AS v;
SELECT '12:34:56'::time - '9000000000'::bigint AS v;
SELECT '12:34:56'::time = '9000000000'::bigint AS v;
SELECT '12:34:56'::time < '9000000000'::bigint AS v;
-- time with numeric
SELECT '12:34:56'::time + '12.50'::numeric AS v;
SELECT '12:34:56'::time - '12.50'::numeric AS v;
SELECT '12:34:56'::time * '12.50'::numeric AS v;
SELECT '12:34:56'::time / '12.50'::numeric AS v;
SELECT '12:34:56'::time = '12.50'::numeric AS v;
SELECT '12:34:56'::time < '12.50'::numeric AS v;
-- time with real
SELECT '12:34:56'::time + '1.5'::real AS v;
SELECT '12:34:56'::time - '1.5'::real AS v;
SELECT '12:34:56'::time = '1.5'::real AS v;
SELECT '12:34:56'::time < '1.5'::real AS v;
-- time with double precision
SELECT '12:34:56'::time + '2.25'::double precision AS v;
SELECT '12:34:56'::time - '2.25'::double precision AS v;
SELECT '12:34:56'::time * '2.25'::double precision AS v;
SELECT '12:34:56'::time / '2.25'::double precision AS v;
SELECT '12:34:56'::time = '2.25'::double precision AS v;
SELECT '12:34:56'::time < '2.25'::double precision AS v;
-- time with text
SELECT '12:34:56'::time + '12'::text AS v;
SELECT '12:34:56'::time - '12'::text AS v;
SELECT '12:34:56'::time = '12'::text AS v;
SELECT '12:34:56'::time < '12'::text AS v;
SELECT '12:34:56'::time || '12'::text AS v;
-- time with bytea
SELECT '12:34:56'::time + '\x3132'::bytea AS v;
SELECT '12:34:56'::time - '\x3132'::bytea AS v;
SELECT '12:34:56'::time = '\x3132'::bytea AS v;
SELECT '12:34:56'::time < '\x3132'::bytea AS v;
SELECT '12:34:56'::time || '\x3132'::bytea AS v;
-- time with date
SELECT '12:34:56'::time + '2020-02-29'::date AS v;
SELECT '12:34:56'::time - '2020-02-29'::date AS v;
SELECT '12:34:56'::time = '2020-02-29'::date AS v;
SELECT '12:34:56'::time < '2020-02-29'::date AS v;
-- time with time
SELECT '12:34:56'::time + '12:34:56'::time AS v;
SELECT '12:34:56'::time - '12:34:56'::time AS v;
SELECT '12:34:56'::time = '12:34:56'::time AS v;
SELECT '12:34:56'::time < '12:34:56'::time AS v;
-- time with timestamp
SELECT '12:34:56'::time + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12:34:56'::time - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12:34:56'::time = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '12:34:56'::time < '2020-02-29 12:34:56.5'::timestamp AS v;
-- time with timestamptz
SELECT '12:34:56'::time + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12:34:56'::time - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12:34:56'::time = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '12:34:56'::time < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- time with interval
SELECT '12:34:56'::time + '1 day 02:00'::interval AS v;
SELECT '12:34:56'::time - '1 day 02:00'::interval AS v;
SELECT '12:34:56'::time * '1 day 02:00'::interval AS v;
SELECT '12:34:56'::time / '1 day 02:00'::interval AS v;
SELECT '12:34:56'::time = '1 day 02:00'::interval AS v;
SELECT '12:34:56'::time < '1 day 02:00'::interval AS v;
-- time with jsonb
SELECT '12:34:56'::time + '5'::jsonb AS v;
SELECT '12:34:56'::time - '5'::jsonb AS v;
SELECT '12:34:56'::time = '5'::jsonb AS v;
SELECT '12:34:56'::time < '5'::jsonb AS v;
SELECT '12:34:56'::time || '5'::jsonb AS v;
-- time with int[]
SELECT '12:34:56'::time + '{1,2}'::int[] AS v;
SELECT '12:34:56'::time - '{1,2}'::int[] AS v;
SELECT '12:34:56'::time = '{1,2}'::int[] AS v;
SELECT '12:34:56'::time < '{1,2}'::int[] AS v;
SELECT '12:34:56'::time || '{1,2}'::int[] AS v;
-- timestamp with boolean
SELECT '2020-02-29 12:34:56.5'::timestamp + 'true'::boolean AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - 'true'::boolean AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = 'true'::boolean AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < 'true'::boolean AS v;
-- timestamp with smallint
SELECT '2020-02-29 12:34:56.5'::timestamp + '7'::smallint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '7'::smallint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp * '7'::smallint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp / '7'::smallint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '7'::smallint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '7'::smallint AS v;
-- timestamp with integer
SELECT '2020-02-29 12:34:56.5'::timestamp + '42'::integer AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '42'::integer AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '42'::integer AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '42'::integer AS v;
-- timestamp with bigint
SELECT '2020-02-29 12:34:56.5'::timestamp + '9000000000'::bigint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '9000000000'::bigint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '9000000000'::bigint AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '9000000000'::bigint AS v;
-- timestamp with numeric
SELECT '2020-02-29 12:34:56.5'::timestamp + '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp * '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp / '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '12.50'::numeric AS v;
-- timestamp with real
SELECT '2020-02-29 12:34:56.5'::timestamp + '1.5'::real AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '1.5'::real AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '1.5'::real AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '1.5'::real AS v;
-- timestamp with double precision
SELECT '2020-02-29 12:34:56.5'::timestamp + '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp * '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp / '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '2.25'::double precision AS v;
-- timestamp with text
SELECT '2020-02-29 12:34:56.5'::timestamp + '12'::text AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '12'::text AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '12'::text AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '12'::text AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp || '12'::text AS v;
-- timestamp with bytea
SELECT '2020-02-29 12:34:56.5'::timestamp + '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp || '\x3132'::bytea AS v;
-- timestamp with date
SELECT '2020-02-29 12:34:56.5'::timestamp + '2020-02-29'::date AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '2020-02-29'::date AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '2020-02-29'::date AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '2020-02-29'::date AS v;
-- timestamp with time
SELECT '2020-02-29 12:34:56.5'::timestamp + '12:34:56'::time AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '12:34:56'::time AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '12:34:56'::time AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '12:34:56'::time AS v;
-- timestamp with timestamp
SELECT '2020-02-29 12:34:56.5'::timestamp + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '2020-02-29 12:34:56.5'::timestamp AS v;
-- timestamp with timestamptz
SELECT '2020-02-29 12:34:56.5'::timestamp + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- timestamp with interval
SELECT '2020-02-29 12:34:56.5'::timestamp + '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp * '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp / '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '1 day 02:00'::interval AS v;
-- timestamp with jsonb
SELECT '2020-02-29 12:34:56.5'::timestamp + '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp || '5'::jsonb AS v;
-- timestamp with int[]
SELECT '2020-02-29 12:34:56.5'::timestamp + '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp - '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp = '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp < '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56.5'::timestamp || '{1,2}'::int[] AS v;
-- timestamptz with boolean
SELECT '2020-02-29 12:34:56+00'::timestamptz + 'true'::boolean AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - 'true'::boolean AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = 'true'::boolean AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < 'true'::boolean AS v;
-- timestamptz with smallint
SELECT '2020-02-29 12:34:56+00'::timestamptz + '7'::smallint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '7'::smallint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz * '7'::smallint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz / '7'::smallint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '7'::smallint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '7'::smallint AS v;
-- timestamptz with integer
SELECT '2020-02-29 12:34:56+00'::timestamptz + '42'::integer AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '42'::integer AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '42'::integer AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '42'::integer AS v;
-- timestamptz with bigint
SELECT '2020-02-29 12:34:56+00'::timestamptz + '9000000000'::bigint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '9000000000'::bigint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '9000000000'::bigint AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '9000000000'::bigint AS v;
-- timestamptz with numeric
SELECT '2020-02-29 12:34:56+00'::timestamptz + '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz * '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz / '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '12.50'::numeric AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '12.50'::numeric AS v;
-- timestamptz with real
SELECT '2020-02-29 12:34:56+00'::timestamptz + '1.5'::real AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '1.5'::real AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '1.5'::real AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '1.5'::real AS v;
-- timestamptz with double precision
SELECT '2020-02-29 12:34:56+00'::timestamptz + '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz * '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz / '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '2.25'::double precision AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '2.25'::double precision AS v;
-- timestamptz with text
SELECT '2020-02-29 12:34:56+00'::timestamptz + '12'::text AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '12'::text AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '12'::text AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '12'::text AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz || '12'::text AS v;
-- timestamptz with bytea
SELECT '2020-02-29 12:34:56+00'::timestamptz + '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '\x3132'::bytea AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz || '\x3132'::bytea AS v;
-- timestamptz with date
SELECT '2020-02-29 12:34:56+00'::timestamptz + '2020-02-29'::date AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '2020-02-29'::date AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '2020-02-29'::date AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '2020-02-29'::date AS v;
-- timestamptz with time
SELECT '2020-02-29 12:34:56+00'::timestamptz + '12:34:56'::time AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '12:34:56'::time AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '12:34:56'::time AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '12:34:56'::time AS v;
-- timestamptz with timestamp
SELECT '2020-02-29 12:34:56+00'::timestamptz + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '2020-02-29 12:34:56.5'::timestamp AS v;
-- timestamptz with timestamptz
SELECT '2020-02-29 12:34:56+00'::timestamptz + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- timestamptz with interval
SELECT '2020-02-29 12:34:56+00'::timestamptz + '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz * '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz / '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '1 day 02:00'::interval AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '1 day 02:00'::interval AS v;
-- timestamptz with jsonb
SELECT '2020-02-29 12:34:56+00'::timestamptz + '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '5'::jsonb AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz || '5'::jsonb AS v;
-- timestamptz with int[]
SELECT '2020-02-29 12:34:56+00'::timestamptz + '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz - '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz = '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz < '{1,2}'::int[] AS v;
SELECT '2020-02-29 12:34:56+00'::timestamptz || '{1,2}'::int[] AS v;
-- interval with boolean
SELECT '1 day 02:00'::interval + 'true'::boolean AS v;
SELECT '1 day 02:00'::interval - 'true'::boolean AS v;
SELECT '1 day 02:00'::interval * 'true'::boolean AS v;
SELECT '1 day 02:00'::interval / 'true'::boolean AS v;
SELECT '1 day 02:00'::interval = 'true'::boolean AS v;
SELECT '1 day 02:00'::interval < 'true'::boolean AS v;
-- interval with smallint
SELECT '1 day 02:00'::interval + '7'::smallint AS v;
SELECT '1 day 02:00'::interval - '7'::smallint AS v;
SELECT '1 day 02:00'::interval * '7'::smallint AS v;
SELECT '1 day 02:00'::interval / '7'::smallint AS v;
SELECT '1 day 02:00'::interval = '7'::smallint AS v;
SELECT '1 day 02:00'::interval < '7'::smallint AS v;
-- interval with integer
SELECT '1 day 02:00'::interval + '42'::integer AS v;
SELECT '1 day 02:00'::interval - '42'::integer AS v;
SELECT '1 day 02:00'::interval * '42'::integer AS v;
SELECT '1 day 02:00'::interval / '42'::integer AS v;
SELECT '1 day 02:00'::interval = '42'::integer AS v;
SELECT '1 day 02:00'::interval < '42'::integer AS v;
-- interval with bigint
SELECT '1 day 02:00'::interval + '9000000000'::bigint AS v;
SELECT '1 day 02:00'::interval - '9000000000'::bigint AS v;
SELECT '1 day 02:00'::interval * '9000000000'::bigint AS v;
SELECT '1 day 02:00'::interval / '9000000000'::bigint AS v;
SELECT '1 day 02:00'::interval = '9000000000'::bigint AS v;
SELECT '1 day 02:00'::interval < '9000000000'::bigint AS v;
-- interval with numeric
SELECT '1 day 02:00'::interval + '12.50'::numeric AS v;
SELECT '1 day 02:00'::interval - '12.50'::numeric AS v;
SELECT '1 day 02:00'::interval * '12.50'::numeric AS v;
SELECT '1 day 02:00'::interval / '12.50'::numeric AS v;
SELECT '1 day 02:00'::interval = '12.50'::numeric AS v;
SELECT '1 day 02:00'::interval < '12.50'::numeric AS v;
-- interval with real
SELECT '1 day 02:00'::interval + '1.5'::real AS v;
SELECT '1 day 02:00'::interval - '1.5'::real AS v;
SELECT '1 day 02:00'::interval * '1.5'::real AS v;
SELECT '1 day 02:00'::interval / '1.5'::real AS v;
SELECT '1 day 02:00'::interval = '1.5'::real AS v;
SELECT '1 day 02:00'::interval < '1.5'::real AS v;
-- interval with double precision
SELECT '1 day 02:00'::interval + '2.25'::double precision AS v;
SELECT '1 day 02:00'::interval - '2.25'::double precision AS v;
SELECT '1 day 02:00'::interval * '2.25'::double precision AS v;
SELECT '1 day 02:00'::interval / '2.25'::double precision AS v;
SELECT '1 day 02:00'::interval = '2.25'::double precision AS v;
SELECT '1 day 02:00'::interval < '2.25'::double precision AS v;
-- interval with text
SELECT '1 day 02:00'::interval + '12'::text AS v;
SELECT '1 day 02:00'::interval - '12'::text AS v;
SELECT '1 day 02:00'::interval * '12'::text AS v;
SELECT '1 day 02:00'::interval / '12'::text AS v;
SELECT '1 day 02:00'::interval = '12'::text AS v;
SELECT '1 day 02:00'::interval < '12'::text AS v;
SELECT '1 day 02:00'::interval || '12'::text AS v;
-- interval with bytea
SELECT '1 day 02:00'::interval + '\x3132'::bytea AS v;
SELECT '1 day 02:00'::interval - '\x3132'::bytea AS v;
SELECT '1 day 02:00'::interval * '\x3132'::bytea AS v;
SELECT '1 day 02:00'::interval / '\x3132'::bytea AS v;
SELECT '1 day 02:00'::interval = '\x3132'::bytea AS v;
SELECT '1 day 02:00'::interval < '\x3132'::bytea AS v;
SELECT '1 day 02:00'::interval || '\x3132'::bytea AS v;
-- interval with date
SELECT '1 day 02:00'::interval + '2020-02-29'::date AS v;
SELECT '1 day 02:00'::interval - '2020-02-29'::date AS v;
SELECT '1 day 02:00'::interval * '2020-02-29'::date AS v;
SELECT '1 day 02:00'::interval / '2020-02-29'::date AS v;
SELECT '1 day 02:00'::interval = '2020-02-29'::date AS v;
SELECT '1 day 02:00'::interval < '2020-02-29'::date AS v;
-- interval with time
SELECT '1 day 02:00'::interval + '12:34:56'::time AS v;
SELECT '1 day 02:00'::interval - '12:34:56'::time AS v;
SELECT '1 day 02:00'::interval * '12:34:56'::time AS v;
SELECT '1 day 02:00'::interval / '12:34:56'::time AS v;
SELECT '1 day 02:00'::interval = '12:34:56'::time AS v;
SELECT '1 day 02:00'::interval < '12:34:56'::time AS v;
-- interval with timestamp
SELECT '1 day 02:00'::interval + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1 day 02:00'::interval - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1 day 02:00'::interval * '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1 day 02:00'::interval / '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1 day 02:00'::interval = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '1 day 02:00'::interval < '2020-02-29 12:34:56.5'::timestamp AS v;
-- interval with timestamptz
SELECT '1 day 02:00'::interval + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1 day 02:00'::interval - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1 day 02:00'::interval * '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1 day 02:00'::interval / '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1 day 02:00'::interval = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '1 day 02:00'::interval < '2020-02-29 12:34:56+00'::timestamptz AS v;
-- interval with interval
SELECT '1 day 02:00'::interval + '1 day 02:00'::interval AS v;
SELECT '1 day 02:00'::interval - '1 day 02:00'::interval AS v;
SELECT '1 day 02:00'::interval * '1 day 02:00'::interval AS v;
SELECT '1 day 02:00'::interval / '1 day 02:00'::interval AS v;
SELECT '1 day 02:00'::interval = '1 day 02:00'::interval AS v;
SELECT '1 day 02:00'::interval < '1 day 02:00'::interval AS v;
-- interval with jsonb
SELECT '1 day 02:00'::interval + '5'::jsonb AS v;
SELECT '1 day 02:00'::interval - '5'::jsonb AS v;
SELECT '1 day 02:00'::interval * '5'::jsonb AS v;
SELECT '1 day 02:00'::interval / '5'::jsonb AS v;
SELECT '1 day 02:00'::interval = '5'::jsonb AS v;
SELECT '1 day 02:00'::interval < '5'::jsonb AS v;
SELECT '1 day 02:00'::interval || '5'::jsonb AS v;
-- interval with int[]
SELECT '1 day 02:00'::interval + '{1,2}'::int[] AS v;
SELECT '1 day 02:00'::interval - '{1,2}'::int[] AS v;
SELECT '1 day 02:00'::interval * '{1,2}'::int[] AS v;
SELECT '1 day 02:00'::interval / '{1,2}'::int[] AS v;
SELECT '1 day 02:00'::interval = '{1,2}'::int[] AS v;
SELECT '1 day 02:00'::interval < '{1,2}'::int[] AS v;
SELECT '1 day 02:00'::interval || '{1,2}'::int[] AS v;
-- jsonb with boolean
SELECT '5'::jsonb + 'true'::boolean AS v;
SELECT '5'::jsonb - 'true'::boolean AS v;
SELECT '5'::jsonb = 'true'::boolean AS v;
SELECT '5'::jsonb < 'true'::boolean AS v;
SELECT '5'::jsonb || 'true'::boolean AS v;
-- jsonb with smallint
SELECT '5'::jsonb + '7'::smallint AS v;
SELECT '5'::jsonb - '7'::smallint AS v;
SELECT '5'::jsonb * '7'::smallint AS v;
SELECT '5'::jsonb / '7'::smallint AS v;
SELECT '5'::jsonb = '7'::smallint AS v;
SELECT '5'::jsonb < '7'::smallint AS v;
SELECT '5'::jsonb || '7'::smallint AS v;
-- jsonb with integer
SELECT '5'::jsonb + '42'::integer AS v;
SELECT '5'::jsonb - '42'::integer AS v;
SELECT '5'::jsonb = '42'::integer AS v;
SELECT '5'::jsonb < '42'::integer AS v;
SELECT '5'::jsonb || '42'::integer AS v;
-- jsonb with bigint
SELECT '5'::jsonb + '9000000000'::bigint AS v;
SELECT '5'::jsonb - '9000000000'::bigint AS v;
SELECT '5'::jsonb = '9000000000'::bigint AS v;
SELECT '5'::jsonb < '9000000000'::bigint AS v;
SELECT '5'::jsonb || '9000000000'::bigint AS v;
-- jsonb with numeric
SELECT '5'::jsonb + '12.50'::numeric AS v;
SELECT '5'::jsonb - '12.50'::numeric AS v;
SELECT '5'::jsonb * '12.50'::numeric AS v;
SELECT '5'::jsonb / '12.50'::numeric AS v;
SELECT '5'::jsonb = '12.50'::numeric AS v;
SELECT '5'::jsonb < '12.50'::numeric AS v;
SELECT '5'::jsonb || '12.50'::numeric AS v;
-- jsonb with real
SELECT '5'::jsonb + '1.5'::real AS v;
SELECT '5'::jsonb - '1.5'::real AS v;
SELECT '5'::jsonb = '1.5'::real AS v;
SELECT '5'::jsonb < '1.5'::real AS v;
SELECT '5'::jsonb || '1.5'::real AS v;
-- jsonb with double precision
SELECT '5'::jsonb + '2.25'::double precision AS v;
SELECT '5'::jsonb - '2.25'::double precision AS v;
SELECT '5'::jsonb * '2.25'::double precision AS v;
SELECT '5'::jsonb / '2.25'::double precision AS v;
SELECT '5'::jsonb = '2.25'::double precision AS v;
SELECT '5'::jsonb < '2.25'::double precision AS v;
SELECT '5'::jsonb || '2.25'::double precision AS v;
-- jsonb with text
SELECT '5'::jsonb + '12'::text AS v;
SELECT '5'::jsonb - '12'::text AS v;
SELECT '5'::jsonb = '12'::text AS v;
SELECT '5'::jsonb < '12'::text AS v;
SELECT '5'::jsonb || '12'::text AS v;
-- jsonb with bytea
SELECT '5'::jsonb + '\x3132'::bytea AS v;
SELECT '5'::jsonb - '\x3132'::bytea AS v;
SELECT '5'::jsonb = '\x3132'::bytea AS v;
SELECT '5'::jsonb < '\x3132'::bytea AS v;
SELECT '5'::jsonb || '\x3132'::bytea AS v;
-- jsonb with date
SELECT '5'::jsonb + '2020-02-29'::date AS v;
SELECT '5'::jsonb - '2020-02-29'::date AS v;
SELECT '5'::jsonb = '2020-02-29'::date AS v;
SELECT '5'::jsonb < '2020-02-29'::date AS v;
SELECT '5'::jsonb || '2020-02-29'::date AS v;
-- jsonb with time
SELECT '5'::jsonb + '12:34:56'::time AS v;
SELECT '5'::jsonb - '12:34:56'::time AS v;
SELECT '5'::jsonb = '12:34:56'::time AS v;
SELECT '5'::jsonb < '12:34:56'::time AS v;
SELECT '5'::jsonb || '12:34:56'::time AS v;
-- jsonb with timestamp
SELECT '5'::jsonb + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '5'::jsonb - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '5'::jsonb = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '5'::jsonb < '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '5'::jsonb || '2020-02-29 12:34:56.5'::timestamp AS v;
-- jsonb with timestamptz
SELECT '5'::jsonb + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '5'::jsonb - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '5'::jsonb = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '5'::jsonb < '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '5'::jsonb || '2020-02-29 12:34:56+00'::timestamptz AS v;
-- jsonb with interval
SELECT '5'::jsonb + '1 day 02:00'::interval AS v;
SELECT '5'::jsonb - '1 day 02:00'::interval AS v;
SELECT '5'::jsonb * '1 day 02:00'::interval AS v;
SELECT '5'::jsonb / '1 day 02:00'::interval AS v;
SELECT '5'::jsonb = '1 day 02:00'::interval AS v;
SELECT '5'::jsonb < '1 day 02:00'::interval AS v;
SELECT '5'::jsonb || '1 day 02:00'::interval AS v;
-- jsonb with jsonb
SELECT '5'::jsonb + '5'::jsonb AS v;
SELECT '5'::jsonb - '5'::jsonb AS v;
SELECT '5'::jsonb = '5'::jsonb AS v;
SELECT '5'::jsonb < '5'::jsonb AS v;
SELECT '5'::jsonb || '5'::jsonb AS v;
-- jsonb with int[]
SELECT '5'::jsonb + '{1,2}'::int[] AS v;
SELECT '5'::jsonb - '{1,2}'::int[] AS v;
SELECT '5'::jsonb = '{1,2}'::int[] AS v;
SELECT '5'::jsonb < '{1,2}'::int[] AS v;
SELECT '5'::jsonb || '{1,2}'::int[] AS v;
-- int[] with boolean
SELECT '{1,2}'::int[] + 'true'::boolean AS v;
SELECT '{1,2}'::int[] - 'true'::boolean AS v;
SELECT '{1,2}'::int[] = 'true'::boolean AS v;
SELECT '{1,2}'::int[] < 'true'::boolean AS v;
SELECT '{1,2}'::int[] || 'true'::boolean AS v;
-- int[] with smallint
SELECT '{1,2}'::int[] + '7'::smallint AS v;
SELECT '{1,2}'::int[] - '7'::smallint AS v;
SELECT '{1,2}'::int[] * '7'::smallint AS v;
SELECT '{1,2}'::int[] / '7'::smallint AS v;
SELECT '{1,2}'::int[] = '7'::smallint AS v;
SELECT '{1,2}'::int[] < '7'::smallint AS v;
SELECT '{1,2}'::int[] || '7'::smallint AS v;
-- int[] with integer
SELECT '{1,2}'::int[] + '42'::integer AS v;
SELECT '{1,2}'::int[] - '42'::integer AS v;
SELECT '{1,2}'::int[] = '42'::integer AS v;
SELECT '{1,2}'::int[] < '42'::integer AS v;
SELECT '{1,2}'::int[] || '42'::integer AS v;
-- int[] with bigint
SELECT '{1,2}'::int[] + '9000000000'::bigint AS v;
SELECT '{1,2}'::int[] - '9000000000'::bigint AS v;
SELECT '{1,2}'::int[] = '9000000000'::bigint AS v;
SELECT '{1,2}'::int[] < '9000000000'::bigint AS v;
SELECT '{1,2}'::int[] || '9000000000'::bigint AS v;
-- int[] with numeric
SELECT '{1,2}'::int[] + '12.50'::numeric AS v;
SELECT '{1,2}'::int[] - '12.50'::numeric AS v;
SELECT '{1,2}'::int[] * '12.50'::numeric AS v;
SELECT '{1,2}'::int[] / '12.50'::numeric AS v;
SELECT '{1,2}'::int[] = '12.50'::numeric AS v;
SELECT '{1,2}'::int[] < '12.50'::numeric AS v;
SELECT '{1,2}'::int[] || '12.50'::numeric AS v;
-- int[] with real
SELECT '{1,2}'::int[] + '1.5'::real AS v;
SELECT '{1,2}'::int[] - '1.5'::real AS v;
SELECT '{1,2}'::int[] = '1.5'::real AS v;
SELECT '{1,2}'::int[] < '1.5'::real AS v;
SELECT '{1,2}'::int[] || '1.5'::real AS v;
-- int[] with double precision
SELECT '{1,2}'::int[] + '2.25'::double precision AS v;
SELECT '{1,2}'::int[] - '2.25'::double precision AS v;
SELECT '{1,2}'::int[] * '2.25'::double precision AS v;
SELECT '{1,2}'::int[] / '2.25'::double precision AS v;
SELECT '{1,2}'::int[] = '2.25'::double precision AS v;
SELECT '{1,2}'::int[] < '2.25'::double precision AS v;
SELECT '{1,2}'::int[] || '2.25'::double precision AS v;
-- int[] with text
SELECT '{1,2}'::int[] + '12'::text AS v;
SELECT '{1,2}'::int[] - '12'::text AS v;
SELECT '{1,2}'::int[] = '12'::text AS v;
SELECT '{1,2}'::int[] < '12'::text AS v;
SELECT '{1,2}'::int[] || '12'::text AS v;
-- int[] with bytea
SELECT '{1,2}'::int[] + '\x3132'::bytea AS v;
SELECT '{1,2}'::int[] - '\x3132'::bytea AS v;
SELECT '{1,2}'::int[] = '\x3132'::bytea AS v;
SELECT '{1,2}'::int[] < '\x3132'::bytea AS v;
SELECT '{1,2}'::int[] || '\x3132'::bytea AS v;
-- int[] with date
SELECT '{1,2}'::int[] + '2020-02-29'::date AS v;
SELECT '{1,2}'::int[] - '2020-02-29'::date AS v;
SELECT '{1,2}'::int[] = '2020-02-29'::date AS v;
SELECT '{1,2}'::int[] < '2020-02-29'::date AS v;
SELECT '{1,2}'::int[] || '2020-02-29'::date AS v;
-- int[] with time
SELECT '{1,2}'::int[] + '12:34:56'::time AS v;
SELECT '{1,2}'::int[] - '12:34:56'::time AS v;
SELECT '{1,2}'::int[] = '12:34:56'::time AS v;
SELECT '{1,2}'::int[] < '12:34:56'::time AS v;
SELECT '{1,2}'::int[] || '12:34:56'::time AS v;
-- int[] with timestamp
SELECT '{1,2}'::int[] + '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '{1,2}'::int[] - '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '{1,2}'::int[] = '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '{1,2}'::int[] < '2020-02-29 12:34:56.5'::timestamp AS v;
SELECT '{1,2}'::int[] || '2020-02-29 12:34:56.5'::timestamp AS v;
-- int[] with timestamptz
SELECT '{1,2}'::int[] + '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '{1,2}'::int[] - '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '{1,2}'::int[] = '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '{1,2}'::int[] < '2020-02-29 12:34:56+00'::timestamptz AS v;
SELECT '{1,2}'::int[] || '2020-02-29 12:34:56+00'::timestamptz AS v;
-- int[] with interval
SELECT '{1,2}'::int[] + '1 day 02:00'::interval AS v;
SELECT '{1,2}'::int[] - '1 day 02:00'::interval AS v;
SELECT '{1,2}'::int[] * '1 day 02:00'::interval AS v;
SELECT '{1,2}'::int[] / '1 day 02:00'::interval AS v;
SELECT '{1,2}'::int[] = '1 day 02:00'::interval AS v;
SELECT '{1,2}'::int[] < '1 day 02:00'::interval AS v;
SELECT '{1,2}'::int[] || '1 day 02:00'::interval AS v;
-- int[] with jsonb
SELECT '{1,2}'::int[] + '5'::jsonb AS v;
SELECT '{1,2}'::int[] - '5'::jsonb AS v;
SELECT '{1,2}'::int[] = '5'::jsonb AS v;
SELECT '{1,2}'::int[] < '5'::jsonb AS v;
SELECT '{1,2}'::int[] || '5'::jsonb AS v;
-- int[] with int[]
SELECT '{1,2}'::int[] + '{1,2}'::int[] AS v;
SELECT '{1,2}'::int[] - '{1,2}'::int[] AS v;
SELECT '{1,2}'::int[] = '{1,2}'::int[] AS v;
SELECT '{1,2}'::int[] < '{1,2}'::int[] AS v;
SELECT '{1,2}'::int[] || '{1,2}'::int[] AS v;
