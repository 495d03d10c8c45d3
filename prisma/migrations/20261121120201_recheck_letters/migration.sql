-- The letters of one request to an advertiser, for the ticket's page. Every other e-mail stays out of it.
CREATE INDEX "email_recheck_request_idx" ON "email" (("props"->>'requestId')) WHERE "props" ? 'requestId';
