-- The second step of signing in: a secret sealed under AUTH_SECRET, and the last time step that opened anything.
ALTER TABLE "agent"
    ADD COLUMN "totp_confirmed_at" TIMESTAMPTZ(3),
    ADD COLUMN "totp_last_step" INTEGER;
ALTER TABLE "agent" ADD CONSTRAINT "agent_totp" CHECK ("totp_confirmed_at" IS NULL OR "totp_secret" IS NOT NULL);

-- When this session last proved the second step, and how it began.
ALTER TABLE "agent_session"
    ADD COLUMN "second_step_at" TIMESTAMPTZ(3),
    ADD COLUMN "method" TEXT NOT NULL DEFAULT 'password';
ALTER TABLE "agent_session" ADD CONSTRAINT "agent_session_method" CHECK ("method" IN ('password', 'oidc'));

CREATE TABLE "recovery_code" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "agent_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "recovery_code_agent_id_code_hash_key" ON "recovery_code"("agent_id", "code_hash");
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What lets somebody set a password once: an invitation, or a link to set a new one.
CREATE TABLE "agent_link" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "agent_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_link_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "agent_link_token_hash_key" ON "agent_link"("token_hash");
ALTER TABLE "agent_link" ADD CONSTRAINT "agent_link_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agent_link" ADD CONSTRAINT "agent_link_kind" CHECK ("kind" IN ('invitation', 'new-password'));
-- The newest link wins: at most one of an agent is open.
CREATE UNIQUE INDEX "agent_link_one_open" ON "agent_link" ("agent_id") WHERE "used_at" IS NULL AND "replaced_at" IS NULL;

ALTER TABLE "api_key"
    ADD COLUMN "expires_at" TIMESTAMPTZ(3),
    ADD COLUMN "created_by" UUID;
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Two admins who change the same setting do not overwrite each other unseen.
ALTER TABLE "setting" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
