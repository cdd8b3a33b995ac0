-- 5.10, 5.11 inheritance and partitioning, 5.8 row security: right, or refused by name before anything ran
CREATE TABLE cities (name text, population float);
CREATE TABLE measurement (city_id int NOT NULL, logdate date NOT NULL) PARTITION BY RANGE (logdate);
ALTER TABLE cities ENABLE ROW LEVEL SECURITY;
ALTER TABLE cities DISABLE ROW LEVEL SECURITY;
SELECT count(*) AS n FROM cities;
