-- 4.3 calling functions in SQL
CREATE FUNCTION concat_lower_or_upper(a text, b text, uppercase boolean DEFAULT false) RETURNS text AS
$$ SELECT CASE WHEN $3 THEN UPPER($1 || ' ' || $2) ELSE LOWER($1 || ' ' || $2) END; $$ LANGUAGE SQL IMMUTABLE STRICT;
SELECT concat_lower_or_upper('Hello', 'World', true) AS f;
SELECT concat_lower_or_upper('Hello', 'World') AS f;
SELECT concat_lower_or_upper(a => 'Hello', b => 'World') AS f;
SELECT concat_lower_or_upper(a => 'Hello', uppercase => true, b => 'World') AS f;
SELECT concat_lower_or_upper('Hello', 'World', uppercase => true) AS f;
SELECT concat_lower_or_upper('Hello', uppercase => true);
SELECT concat_lower_or_upper(a => 'Hello', 'World');
SELECT concat_lower_or_upper(NULL, 'x') IS NULL AS strict;
DROP FUNCTION concat_lower_or_upper(text, text, boolean);
SELECT concat_lower_or_upper('Hello', 'World');
