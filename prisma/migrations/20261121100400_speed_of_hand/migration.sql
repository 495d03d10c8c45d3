-- CreateTable
CREATE TABLE "agent_preference" (
    "agent_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_preference_pkey" PRIMARY KEY ("agent_id","key")
);

-- CreateTable
CREATE TABLE "macro" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "template" TEXT NOT NULL DEFAULT '',
    "decision" TEXT,
    "reason" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "assignee" TEXT,
    "next" TEXT NOT NULL DEFAULT 'stay',
    "position" INTEGER NOT NULL DEFAULT 0,
    "used" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "macro_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "denial_reason" (
    "code" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "labels" JSONB NOT NULL,
    "texts" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "denial_reason_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "tag" (
    "name" TEXT NOT NULL,
    "tone" TEXT NOT NULL DEFAULT 'plain',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "tag_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "macro_owner_id_idx" ON "macro"("owner_id");

-- AddForeignKey
ALTER TABLE "agent_preference" ADD CONSTRAINT "agent_preference_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "macro" ADD CONSTRAINT "macro_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "macro" ADD CONSTRAINT "macro_visibility" CHECK ("visibility" IN ('me','team','everyone'));
ALTER TABLE "macro" ADD CONSTRAINT "macro_decision" CHECK ("decision" IN ('approve','deny','ask-user'));
ALTER TABLE "macro" ADD CONSTRAINT "macro_reason" CHECK (("decision" IN ('approve','deny')) IS TRUE = ("reason" IS NOT NULL));
ALTER TABLE "macro" ADD CONSTRAINT "macro_next" CHECK ("next" IN ('stay','next','list'));
ALTER TABLE "denial_reason" ADD CONSTRAINT "denial_reason_outcome" CHECK ("outcome" IN ('approve','deny'));
ALTER TABLE "tag" ADD CONSTRAINT "tag_tone" CHECK ("tone" IN ('plain','info','ok','wait','bad'));

-- Which tickets carry a tag, and which decisions name a reason: looked up when one is merged, archived or counted.
CREATE INDEX "decision_reason" ON "decision" ("reason") WHERE "actor_kind" = 'AGENT';
CREATE INDEX "ticket_tags" ON "ticket" USING gin ("tags") WHERE "tags" <> '{}';

-- The reasons agents have had so far. The first three denials are the automation's own and have their words in the e-mail.
INSERT INTO "denial_reason" ("code", "outcome", "position", "labels", "texts") VALUES
('confirmed', 'approve', 1, '{"en": "Confirmed by the advertiser", "es": "Confirmado por el anunciante"}', '{}'),
('confirmed-on-request', 'approve', 2, '{"en": "Confirmed when we asked", "es": "Confirmado al preguntar"}', '{}'),
('not-confirmed', 'deny', 1, '{"en": "No confirmation", "es": "Sin confirmación"}', '{}'),
('rejected', 'deny', 2, '{"en": "Rejected by the advertiser", "es": "Rechazado por el anunciante"}', '{}'),
('already-rewarded', 'deny', 3, '{"en": "Rewarded already", "es": "Ya recompensado"}', '{}'),
('terms-not-met', 'deny', 4, '{"en": "Terms of the offer not met", "es": "No cumple las condiciones"}', '{"en": "What you sent us does not show everything that the offer asks for.", "es": "Lo que nos enviaste no muestra todo lo que pide la oferta."}'),
('not-first-install', 'deny', 5, '{"en": "Not a first install", "es": "No es la primera instalación"}', '{"en": "The offer is for people who install the app for the first time, and it had been installed on your device before.", "es": "La oferta es para quienes instalan la aplicación por primera vez, y en tu dispositivo ya se había instalado antes."}'),
('after-deadline', 'deny', 6, '{"en": "After the deadline", "es": "Fuera de plazo"}', '{"en": "The step was reached after the time that the offer gives for it.", "es": "El paso se alcanzó después del plazo que da la oferta."}'),
('proof-not-clear', 'deny', 7, '{"en": "The proof does not show it", "es": "La prueba no lo muestra"}', '{"en": "Your screenshots do not show that the step was reached.", "es": "Tus capturas no muestran que se haya alcanzado el paso."}'),
('other', 'deny', 8, '{"en": "Something else", "es": "Otro motivo"}', '{}')
ON CONFLICT DO NOTHING;

INSERT INTO "tag" ("name", "tone") VALUES ('vip', 'info'), ('fraud', 'bad'), ('waiting-for-proof', 'wait') ON CONFLICT DO NOTHING;
