-- AlterTable
ALTER TABLE "app" ADD COLUMN     "callback_retired_secret" TEXT,
ADD COLUMN     "callback_secret_changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "callback_tested_at" TIMESTAMPTZ(3),
ADD COLUMN     "callback_tested_hash" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
