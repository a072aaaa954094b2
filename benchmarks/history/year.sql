-- A generated year of a large city for PostgreSQL: 5,000 calls a day, the same rows from the same seed. Never for a
-- database that is in use. Makes calls, incidents, assignments, offers and shifts; no positions and no audit rows.
--     dispatch115 results migrate --database 'host=... dbname=year'
--     psql -d year -v days=365 -f benchmarks/history/year.sql
--     dispatch115 results summarise --database 'host=... dbname=year'
--     psql -d year -f benchmarks/history/queries.sql
\set ON_ERROR_STOP on
\timing on
SET synchronous_commit = off;
SET max_parallel_workers_per_gather = 0;
SELECT setseed(0.115);
-- Behind every number that stands below as an event's.
INSERT INTO dispatch.cursor VALUES ('HCM', 1000000000, decode(repeat('00', 32), 'hex'), 1, '2026-01-01 00:00+07', 'generated');
INSERT INTO dispatch.station SELECT 'HCM', n, 'Station ' || n, 10.6 + random() * 0.4, 106.5 + random() * 0.4, 0, 0, 0, 0, NULL FROM generate_series(1, 45) n;
INSERT INTO dispatch.unit SELECT 'HCM', n, 1 + n % 45, 'car', 'nurse', 'oxygen', true, NULL, NULL, NULL, NULL, NULL, NULL FROM generate_series(1, 300) n;
-- 5,000 calls a day for :days days, one in five without an incident; more by day than by night.
CREATE TEMP TABLE ring AS
SELECT row_number() OVER (ORDER BY rang)::int AS number, rang, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, random() AS f
FROM (SELECT timestamptz '2025-01-01 00:00+07' + (day + CASE WHEN random() < 0.25 THEN random() * 0.29 ELSE 0.29 + random() * 0.71 END) * interval '1 day' AS rang
      FROM generate_series(0, :days - 1) day, generate_series(1, 5000) n) t;
INSERT INTO dispatch.call
SELECT 'HCM', number, CASE WHEN a < 0.8 THEN number END, 'done', CASE WHEN a >= 0.8 THEN 'nuisance' END, rang, rang + interval '6 s', rang + interval '6 s', rang + interval '90 s', 1000, true, 0, NULL, number, NULL, NULL FROM ring;
INSERT INTO dispatch.incident
SELECT 'HCM', number, number, 'emergency', CASE WHEN b < 0.1 THEN 1 WHEN b < 0.45 THEN 2 WHEN b < 0.8 THEN 3 WHEN b < 0.95 THEN 4 ELSE 0 END,
    rang, rang + (30 + 120 * c) * interval '1 s', rang + (3000 + 4000 * d) * interval '1 s', 'transported', 10.6 + c * 0.4, 106.5 + d * 0.4, 'exact', 10, NULL, NULL, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, number, number, number
FROM ring WHERE a < 0.8;
INSERT INTO dispatch.assignment
SELECT 'HCM', number, number, 1 + (number % 300), CASE WHEN e < 0.1 THEN 'cancelled' ELSE 'completed' END, false, CASE WHEN e < 0.1 THEN 'calledOff' END, number,
    1 + number % 45, NULL, rang, t0, t0 + interval '4 s', t0 + 20 * d * interval '1 s', CASE WHEN e >= 0.1 THEN t0 + (40 + 60 * d) * interval '1 s' END,
    CASE WHEN e >= 0.13 THEN t0 + (200 + 900 * c) * interval '1 s' END, CASE WHEN e >= 0.3 THEN t0 + (260 + 900 * c) * interval '1 s' END,
    CASE WHEN e >= 0.2 THEN t0 + (800 + 1200 * c) * interval '1 s' END, CASE WHEN e >= 0.2 THEN t0 + (1400 + 1500 * c) * interval '1 s' END,
    CASE WHEN e >= 0.25 THEN t0 + (1800 + 1600 * c) * interval '1 s' END, CASE WHEN e >= 0.1 THEN t0 + (2400 + 2000 * c) * interval '1 s' END,
    CASE WHEN e < 0.1 THEN t0 + (60 + 60 * d) * interval '1 s' END, NULL, NULL, NULL
FROM (SELECT *, rang + (30 + 120 * c + 20 + 200 * f) * interval '1 s' AS t0 FROM ring WHERE a < 0.8 AND b < 0.95) r;
INSERT INTO dispatch.offer
SELECT 'HCM', number * 2 + k, number, 1 + (number + k * 7) % 45, CASE WHEN k = 1 THEN 'accepted' WHEN f < 0.5 THEN 'declined' WHEN f < 0.7 THEN 'silent' ELSE 'withdrawn' END, false,
    rang + (35 + 120 * c) * interval '1 s', rang + (95 + 120 * c) * interval '1 s', CASE WHEN k = 1 OR f < 0.5 THEN rang + (50 + 120 * c) * interval '1 s' END,
    CASE WHEN k = 0 AND f < 0.5 THEN (ARRAY['vehicleBusy', 'noCrew', 'tooFar'])[1 + floor(d * 3)::int] END, NULL, false, NULL, NULL, NULL
FROM ring, generate_series(0, 1) k WHERE a < 0.8 AND b < 0.95 AND e < 0.6;
INSERT INTO dispatch.unit_history
SELECT 'HCM', (day * 300 + unit) * 4 + half * 2 + off, 0, timestamptz '2025-01-01 06:00+07' + day * interval '1 day' + half * interval '12 hours' + off * interval '11 hours 50 minutes' + random() * interval '5 minutes', 'console', 1000, unit, CASE off WHEN 0 THEN 'onDuty' ELSE 'offDuty' END, NULL, NULL
FROM generate_series(0, :days - 1) day, generate_series(1, 300) unit, generate_series(0, 1) half, generate_series(0, 1) off WHERE half = 0 OR unit <= 150;
ANALYZE dispatch.call; ANALYZE dispatch.incident; ANALYZE dispatch.assignment; ANALYZE dispatch.offer; ANALYZE dispatch.unit_history;
-- What the writer marks as it writes.
INSERT INTO dispatch.changed_day SELECT 'HCM', day, 1000000000 FROM generate_series(timestamptz '2025-01-01 00:00+07', timestamptz '2025-01-01 00:00+07' + :days * interval '24 hours', interval '24 hours') day;
ANALYZE dispatch.changed_day;
