SET work_mem = '128MB';
\timing on
\echo -- response times of one month
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT measure, priority, n, mean_seconds, p50_seconds, p90_seconds, left_out FROM dispatch.response_time WHERE month = '2025-06-01' ORDER BY priority, step;
\echo -- response times of a year, every month
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM dispatch.response_time;
\echo -- counts of every day of a year
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM dispatch.daily_count;
\echo -- what stations answered in a month
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM dispatch.decline_rate WHERE month = '2025-06-01';
\echo -- decline reasons of a month
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM dispatch.decline_reason WHERE month = '2025-06-01';
\echo -- unit-hour use of every day of a year
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM dispatch.unit_hour_use;
\echo -- one incident with its assignments
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM dispatch.incident i JOIN dispatch.assignment a USING (centre, incident) WHERE i.centre = 'HCM' AND i.incident = 700000;
\echo -- station load
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM published.station_load;
\echo -- hospital capacity
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM published.hospital_capacity;
