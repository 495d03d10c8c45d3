-- A receipt that was run again names the one it repeats.
ALTER TABLE "receipt" ADD COLUMN "replay_of" UUID;
