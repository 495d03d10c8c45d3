-- Which version of the ticket an event made: what changed since the one that somebody looked at is read off it.
ALTER TABLE "ticket_event" ADD COLUMN "version" INTEGER;
