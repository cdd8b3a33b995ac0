-- not terminated strings
SELECT 'abc;
