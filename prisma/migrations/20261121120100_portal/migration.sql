-- Answers of an advertiser that came together, by form or by CSV: what each line said and what became of it.
CREATE TABLE "answer_batch" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "advertiser_id" UUID NOT NULL,
    "request_id" UUID,
    "contact_id" UUID,
    "source" TEXT NOT NULL,
    "file_name" TEXT,
    "answered_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "answer_batch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "answer_batch_advertiser_id_created_at_idx" ON "answer_batch"("advertiser_id", "created_at");
ALTER TABLE "answer_batch" ADD CONSTRAINT "answer_batch_source" CHECK ("source" IN ('form', 'csv'));
ALTER TABLE "answer_batch" ADD CONSTRAINT "answer_batch_advertiser_id_fkey" FOREIGN KEY ("advertiser_id") REFERENCES "advertiser"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "answer_line" (
    "batch_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "answer" TEXT,
    "reason" TEXT,
    "words" TEXT,
    "outcome" TEXT,
    "code" TEXT,

    CONSTRAINT "answer_line_pkey" PRIMARY KEY ("batch_id", "line")
);
ALTER TABLE "answer_line" ADD CONSTRAINT "answer_line_outcome" CHECK ("outcome" IN ('recorded', 'duplicate', 'late', 'left', 'refused'));
ALTER TABLE "answer_line" ADD CONSTRAINT "answer_line_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "answer_batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;
