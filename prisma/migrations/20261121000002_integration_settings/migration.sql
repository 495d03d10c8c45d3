-- AlterTable
ALTER TABLE "integration" ADD COLUMN     "retired_secret" TEXT,
ADD COLUMN     "secret_changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "secret_retired_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
