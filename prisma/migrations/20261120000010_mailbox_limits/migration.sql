-- How often one mailbox was asked to prove itself, however its address was spelt: `mailboxOf` of lib/rules/email-address.ts.
CREATE FUNCTION "mailbox_of"(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN domain IN ('gmail.com', 'googlemail.com') THEN replace(base, '.', '') || '@gmail.com' ELSE base || '@' || domain END
  FROM (SELECT split_part(split_part(lower(address), '@', 1), '+', 1) AS base, split_part(lower(address), '@', 2) AS domain) AS parts
$$;
CREATE INDEX "email_validation_mails" ON "email" (mailbox_of("to_address"), "created_at") WHERE "template" = 'validate-address';
