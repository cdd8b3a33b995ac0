-- each unit once; a fraction of a second is its parts
SELECT '5.5 seconds 3 milliseconds'::interval;
SELECT '1:20:05 5 microseconds'::interval;
SELECT '5 seconds 3 milliseconds'::interval;
SELECT '1 day 5.5 3 us'::interval;
select '2 hours 3 us'::interval;
select '3 ms 4 us'::interval;
select '1:20 5 ms'::interval;
