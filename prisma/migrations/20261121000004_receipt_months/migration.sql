-- Receipts come into months of their own, made ahead of time. What landed in the default partition, because no month was made
-- for it in time, is moved there: nearly all of it beside the traffic, and only what came meanwhile under a lock.
CREATE FUNCTION "move_receipts"(target text, since timestamptz, until timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('WITH moved AS (DELETE FROM receipt_default WHERE received_at >= $1 AND received_at < $2 RETURNING *)
                  INSERT INTO %I SELECT * FROM moved', target) USING since, until;
END $$;

CREATE OR REPLACE FUNCTION "ensure_receipt_partitions"(around timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  months timestamp[];
  month timestamp;
  since timestamptz;
  until timestamptz;
  target text;
  made int := 0;
BEGIN
  SELECT array_agg(needed ORDER BY needed) INTO months FROM (
    SELECT date_trunc('month', around AT TIME ZONE 'UTC') + make_interval(months => step) AS needed FROM generate_series(0, 2) AS step
    UNION SELECT date_trunc('month', received_at AT TIME ZONE 'UTC') FROM receipt_default) AS all_months;
  FOREACH month IN ARRAY months LOOP
    target := 'receipt_' || to_char(month, 'YYYY_MM');
    CONTINUE WHEN to_regclass(target) IS NOT NULL;
    since := month AT TIME ZONE 'UTC';
    until := (month + interval '1 month') AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE %I (LIKE receipt INCLUDING DEFAULTS INCLUDING INDEXES,
                    CONSTRAINT of_one_month CHECK (received_at >= %L AND received_at < %L))', target, since, until);
    PERFORM move_receipts(target, since, until);
    LOCK TABLE receipt_default IN ACCESS EXCLUSIVE MODE;
    PERFORM move_receipts(target, since, until);
    EXECUTE format('ALTER TABLE receipt ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', target, since, until);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT of_one_month', target);
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;

-- The months of receipts that stand on their own: parts of the table, and those that were detached and not dropped yet.
CREATE VIEW "receipt_month" AS
SELECT c.relname::text AS name, c.relispartition AS attached,
       to_timestamp(right(c.relname, 7), 'YYYY_MM')::timestamp AT TIME ZONE 'UTC' AS since
  FROM pg_class c WHERE c.relname ~ '^receipt_[0-9]{4}_[0-9]{2}$' AND c.relkind = 'r' AND pg_table_is_visible(c.oid);

CREATE FUNCTION "count_receipts"(month text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %I', month) INTO found;
  RETURN found;
END $$;

CREATE FUNCTION "detach_receipts"(month text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE receipt DETACH PARTITION %I', month);
END $$;

CREATE FUNCTION "drop_receipts"(month text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TABLE %I', month);
END $$;
