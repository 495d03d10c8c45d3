-- CreateTable
CREATE TABLE "email_template" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "template" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "heading" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "author_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "active" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "email_template_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "email_template_author_id_idx" ON "email_template"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "email_template_template_locale_version_key" ON "email_template"("template", "locale", "version");

-- AddForeignKey
ALTER TABLE "email_template" ADD CONSTRAINT "email_template_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "email_template" ADD CONSTRAINT "email_template_version" CHECK ("version" > 0);
CREATE UNIQUE INDEX "email_template_active" ON "email_template" ("template", "locale") WHERE "active";
