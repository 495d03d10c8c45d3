-- What an agent has begun to write on a ticket: it survives a reload, a crash and a change of desk.
CREATE TABLE "agent_draft" (
    "agent_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_draft_pkey" PRIMARY KEY ("agent_id","ticket_id","kind")
);

CREATE INDEX "agent_draft_updated_at_idx" ON "agent_draft"("updated_at");
CREATE INDEX "agent_draft_ticket_id_idx" ON "agent_draft"("ticket_id");
ALTER TABLE "agent_draft" ADD CONSTRAINT "agent_draft_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "agent_draft" ADD CONSTRAINT "agent_draft_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "agent_draft" ADD CONSTRAINT "agent_draft_kind" CHECK ("kind" IN ('note','ask','deny','approve'));

-- The neighbourhood of an address: /24, or /64 of IPv6. Null for what is no address, so that no click is refused for it.
CREATE FUNCTION "ip_range"(ip text) RETURNS inet LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN pg_input_is_valid(plain, 'inet')
              THEN network(set_masklen(plain::inet, CASE family(plain::inet) WHEN 4 THEN 24 ELSE 64 END))::inet END
    FROM (SELECT regexp_replace(ip, '^::ffff:(?=[0-9.]+$)', '', 'i') AS plain) AS written
$$;

-- Who else clicked from the same device or neighbourhood.
CREATE INDEX "click_device_id" ON "click" ((device->>'id')) WHERE device->>'id' IS NOT NULL;
CREATE INDEX "click_ip_range" ON "click" ("ip_range"(ip)) WHERE ip IS NOT NULL;
