-- Two months of positions of 60 units that report every 30 s (10.4 million rows), and what it takes to let one
-- month go. Never for a database that is in use.
--     dispatch115 results migrate --database 'host=... dbname=positions'
--     psql -d positions -f benchmarks/history/positions.sql
\set ON_ERROR_STOP on
\timing on
SET synchronous_commit = off;
SELECT dispatch.make_partitions('2025-01-01', 3);
INSERT INTO dispatch.position SELECT 'HCM', unit, timestamptz '2025-01-01 00:00+00' + half_minute * interval '30 s' + unit * interval '10 ms', timestamptz '2025-01-01 00:00+00' + half_minute * interval '30 s' + interval '1 s', 10.7, 106.7, 30, 90
FROM generate_series(0, 2 * 30 * 2880 - 1) half_minute, generate_series(1, 60) unit;
SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class WHERE relname LIKE 'position_2025___' ORDER BY 1;
\echo -- a month by DELETE
BEGIN;
DELETE FROM dispatch.position WHERE measured_at < '2025-02-01 00:00+00';
ROLLBACK;
\echo -- a month by its part
ALTER TABLE dispatch.position DETACH PARTITION dispatch.position_2025_01;
DROP TABLE dispatch.position_2025_01;
\echo -- a month into a file, and gone
ALTER TABLE dispatch.position DETACH PARTITION dispatch.position_2025_02;
\copy dispatch.position_2025_02 TO 'position_2025_02' (FORMAT binary)
DROP TABLE dispatch.position_2025_02;
