-- ALTER ROLE and ALTER DATABASE ... SET: what is kept, and what is refused; that sessions begin so is another test's
CREATE ROLE kept_a LOGIN;
CREATE ROLE kept_b;
ALTER ROLE kept_a SET timezone TO 'Europe/Berlin';
ALTER ROLE kept_a SET default_transaction_isolation TO 'repeatable read';
ALTER USER kept_a SET work_mem = '8MB';
ALTER ROLE kept_b SET search_path TO a, "B c";
ALTER ROLE kept_b SET datestyle FROM CURRENT;
SELECT rolname, rolconfig FROM pg_roles WHERE rolname LIKE 'kept%' ORDER BY 1;
SELECT r.rolname, s.setdatabase = 0 AS everywhere, s.setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole WHERE r.rolname LIKE 'kept%' ORDER BY 1;
ALTER ROLE kept_a RESET work_mem;
ALTER ROLE kept_a RESET lock_timeout;
ALTER ROLE kept_a SET timezone TO DEFAULT;
SELECT rolconfig FROM pg_roles WHERE rolname = 'kept_a';
ALTER ROLE kept_b RESET ALL;
SELECT rolconfig FROM pg_roles WHERE rolname = 'kept_b';
-- in a transaction
BEGIN;
ALTER ROLE kept_b SET work_mem = '1MB';
SELECT rolconfig FROM pg_roles WHERE rolname = 'kept_b';
ROLLBACK;
SELECT rolconfig FROM pg_roles WHERE rolname = 'kept_b';
-- what is not there, and values that are none
ALTER ROLE nobody_here SET work_mem = '1MB';
ALTER ROLE kept_a SET no_such_setting = 1;
ALTER ROLE kept_a SET default_transaction_isolation = 'dirty';
ALTER ROLE kept_a IN DATABASE no_such_database SET work_mem = '1MB';
ALTER DATABASE no_such_database SET work_mem = '1MB';
-- rights
SET ROLE kept_a;
ALTER ROLE kept_a SET work_mem = '2MB';
ALTER ROLE kept_b SET work_mem = '2MB';
ALTER ROLE ALL SET work_mem = '2MB';
RESET ROLE;
SELECT rolconfig FROM pg_roles WHERE rolname = 'kept_a';
-- they go with their role
DROP ROLE kept_a;
DROP ROLE kept_b;
CREATE ROLE kept_a;
SELECT rolconfig FROM pg_roles WHERE rolname = 'kept_a';
DROP ROLE kept_a;
