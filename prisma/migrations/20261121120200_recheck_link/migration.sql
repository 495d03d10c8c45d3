-- A link that went to the wrong hands is replaced: its number counts the links of one letter.
ALTER TABLE "recheck_request" ADD COLUMN "link_no" INTEGER NOT NULL DEFAULT 1;
