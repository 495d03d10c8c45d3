-- CreateTable
CREATE TABLE "publisher" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "publisher_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "key" TEXT NOT NULL,
    "publisher_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "currency_name" TEXT NOT NULL,
    "currency_per_usd" DECIMAL(18,6) NOT NULL,
    "wall_secret" TEXT NOT NULL,
    "previous_wall_secret" TEXT,
    "frame_origins" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "brand" JSONB NOT NULL DEFAULT '{}',
    "callback_dialect" TEXT,
    "callback_url" TEXT,
    "callback_reversal_url" TEXT,
    "callback_secret" TEXT,
    "callback_options" JSONB NOT NULL DEFAULT '{}',
    "callback_enabled" BOOLEAN NOT NULL DEFAULT false,
    "callback_paused_at" TIMESTAMPTZ(3),
    "callback_failing_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "advertiser" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "recheck_email" TEXT,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "holidays" DATE[] DEFAULT ARRAY[]::DATE[],
    "deadline_policy" TEXT NOT NULL DEFAULT 'stay-with-agent',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "advertiser_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "key" TEXT NOT NULL,
    "advertiser_id" UUID NOT NULL,
    "dialect" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "require_signature" BOOLEAN NOT NULL DEFAULT true,
    "allowed_ips" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status_map" JSONB NOT NULL DEFAULT '{}',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "daily_budget_micros" BIGINT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "key" TEXT NOT NULL,
    "advertiser_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "requirements" TEXT,
    "countries" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tracking_url" TEXT,
    "proof_questions" JSONB NOT NULL DEFAULT '[]',
    "hold_minutes" INTEGER,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "offer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "offer_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "payout_micros" BIGINT NOT NULL,
    "reward_amount" BIGINT NOT NULL,
    "ttc_minutes" INTEGER,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "end_user" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "app_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "locale" TEXT,
    "banned_at" TIMESTAMPTZ(3),
    "ban_reason" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "end_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "click" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "title_key" TEXT NOT NULL,
    "clicked_at" TIMESTAMPTZ(3) NOT NULL,
    "ip" TEXT,
    "country" TEXT,
    "device" JSONB NOT NULL DEFAULT '{}',
    "terms" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "click_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "progress" (
    "user_id" UUID NOT NULL,
    "title_key" TEXT NOT NULL,
    "first_click_id" TEXT NOT NULL,
    "first_clicked_at" TIMESTAMPTZ(3) NOT NULL,
    "last_click_id" TEXT NOT NULL,
    "last_clicked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "progress_pkey" PRIMARY KEY ("user_id","title_key")
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "integration_id" UUID,
    "integration_key" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "body" TEXT,
    "remote_ip" TEXT,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "detail" TEXT,
    "transaction" TEXT,
    "click_id" TEXT,
    "task_key" TEXT,
    "state" TEXT,
    "confirmation_id" UUID,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id","received_at")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "confirmation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "integration_id" UUID NOT NULL,
    "transaction" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "click_id" TEXT NOT NULL,
    "task_key" TEXT,
    "payout_micros" BIGINT,
    "reason" TEXT,
    "content" TEXT NOT NULL,
    "conflicts" INTEGER NOT NULL DEFAULT 0,
    "receipt_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "matched_at" TIMESTAMPTZ(3),
    "user_id" UUID,
    "title_key" TEXT,
    "trust" TEXT NOT NULL DEFAULT 'strong',

    CONSTRAINT "confirmation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reward_grant" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "title_key" TEXT NOT NULL,
    "task_key" TEXT NOT NULL,
    "app_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "click_id" TEXT NOT NULL,
    "amount_micros" BIGINT NOT NULL,
    "reward_amount" BIGINT NOT NULL,
    "origin" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "confirmation_id" UUID,
    "decision_id" UUID,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "reversed_at" TIMESTAMPTZ(3),
    "reversal_reason" TEXT,
    "reversal_confirmation_id" UUID,

    CONSTRAINT "reward_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "grant_id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "lease_token" INTEGER NOT NULL DEFAULT 0,
    "first_attempt_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_reason" TEXT,
    "refires" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "callback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback_attempt" (
    "callback_id" UUID NOT NULL,
    "attempt_no" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER,
    "request" TEXT NOT NULL,
    "http_status" INTEGER,
    "answer" TEXT,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "callback_attempt_pkey" PRIMARY KEY ("callback_id","attempt_no")
);

-- CreateTable
CREATE TABLE "ticket" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "number" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "click_id" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "kind" TEXT NOT NULL DEFAULT 'missing-reward',
    "locale" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "answers" JSONB NOT NULL DEFAULT '{}',
    "value_micros" BIGINT NOT NULL,
    "reward_total" BIGINT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "validated_at" TIMESTAMPTZ(3),
    "queued_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "breach_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "denied_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_reason" TEXT,
    "assignee_id" UUID,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_task" (
    "ticket_id" UUID NOT NULL,
    "task_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "title_key" TEXT NOT NULL,
    "payout_micros" BIGINT NOT NULL,
    "reward_amount" BIGINT NOT NULL,
    "live" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "ticket_task_pkey" PRIMARY KEY ("ticket_id","task_key")
);

-- CreateTable
CREATE TABLE "ticket_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "ticket_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "ticket_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "ticket_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "agent_id" UUID,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "confirmation_id" UUID,
    "rule_version" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "ticket_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "author" TEXT NOT NULL,
    "agent_id" UUID,
    "visibility" TEXT NOT NULL DEFAULT 'public',
    "body" TEXT NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "screenshot" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "ticket_id" UUID,
    "draft_id" UUID,
    "storage_key" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "pixel_hash" TEXT NOT NULL,
    "look_hash" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "screenshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_draft" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "title_key" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "validated_email" (
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "validated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "validated_email_pkey" PRIMARY KEY ("user_id","address")
);

-- CreateTable
CREATE TABLE "email_validation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "ticket_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_validation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "key" TEXT NOT NULL,
    "ticket_id" UUID,
    "user_id" UUID,
    "template" TEXT NOT NULL,
    "props" JSONB NOT NULL,
    "locale" TEXT NOT NULL,
    "to_address" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "lease_token" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "smtp_response" TEXT,
    "last_reason" TEXT,

    CONSTRAINT "email_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "address" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "reply_token" (
    "token_hash" TEXT NOT NULL,
    "ticket_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reply_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "inbound_email" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "door" TEXT NOT NULL,
    "message_id" TEXT,
    "raw_hash" TEXT NOT NULL,
    "raw_key" TEXT NOT NULL,
    "from_address" TEXT,
    "subject" TEXT,
    "class" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "cause" TEXT,
    "ticket_id" UUID,
    "message_ref" UUID,

    CONSTRAINT "inbound_email_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recheck" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "ticket_id" UUID NOT NULL,
    "advertiser_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ASKED',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" UUID,
    "target_at" TIMESTAMPTZ(3) NOT NULL,
    "breach_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "answer_reason" TEXT,
    "request_id" UUID,

    CONSTRAINT "recheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recheck_request" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "advertiser_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "recheck_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT,
    "totp_secret" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_session" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "agent_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "agent_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wall_session" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wall_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "ip" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "cron_run" (
    "job" TEXT NOT NULL,
    "slot_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "result" JSONB,

    CONSTRAINT "cron_run_pkey" PRIMARY KEY ("job","slot_at")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "publisher_key_key" ON "publisher"("key");

-- CreateIndex
CREATE UNIQUE INDEX "app_key_key" ON "app"("key");

-- CreateIndex
CREATE INDEX "app_publisher_id_idx" ON "app"("publisher_id");

-- CreateIndex
CREATE UNIQUE INDEX "advertiser_key_key" ON "advertiser"("key");

-- CreateIndex
CREATE UNIQUE INDEX "integration_key_key" ON "integration"("key");

-- CreateIndex
CREATE INDEX "integration_advertiser_id_idx" ON "integration"("advertiser_id");

-- CreateIndex
CREATE UNIQUE INDEX "offer_key_key" ON "offer"("key");

-- CreateIndex
CREATE INDEX "offer_advertiser_id_idx" ON "offer"("advertiser_id");

-- CreateIndex
CREATE INDEX "offer_title_key_idx" ON "offer"("title_key");

-- CreateIndex
CREATE UNIQUE INDEX "task_offer_id_key_key" ON "task"("offer_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "end_user_app_id_external_id_key" ON "end_user"("app_id", "external_id");

-- CreateIndex
CREATE INDEX "click_user_id_title_key_clicked_at_idx" ON "click"("user_id", "title_key", "clicked_at");

-- CreateIndex
CREATE INDEX "click_offer_id_clicked_at_idx" ON "click"("offer_id", "clicked_at");

-- CreateIndex
CREATE INDEX "progress_user_id_first_clicked_at_idx" ON "progress"("user_id", "first_clicked_at");

-- CreateIndex
CREATE INDEX "receipt_integration_id_received_at_idx" ON "receipt"("integration_id", "received_at");

-- CreateIndex
CREATE INDEX "receipt_click_id_received_at_idx" ON "receipt"("click_id", "received_at");

-- CreateIndex
CREATE INDEX "confirmation_click_id_idx" ON "confirmation"("click_id");

-- CreateIndex
CREATE INDEX "confirmation_user_id_title_key_task_key_idx" ON "confirmation"("user_id", "title_key", "task_key");

-- CreateIndex
CREATE INDEX "confirmation_received_at_idx" ON "confirmation"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "confirmation_integration_id_transaction_state_key" ON "confirmation"("integration_id", "transaction", "state");

-- CreateIndex
CREATE UNIQUE INDEX "reward_grant_event_id_key" ON "reward_grant"("event_id");

-- CreateIndex
CREATE INDEX "reward_grant_app_id_granted_at_idx" ON "reward_grant"("app_id", "granted_at");

-- CreateIndex
CREATE INDEX "reward_grant_decision_id_idx" ON "reward_grant"("decision_id");

-- CreateIndex
CREATE INDEX "reward_grant_confirmation_id_idx" ON "reward_grant"("confirmation_id");

-- CreateIndex
CREATE UNIQUE INDEX "reward_grant_user_id_title_key_task_key_key" ON "reward_grant"("user_id", "title_key", "task_key");

-- CreateIndex
CREATE UNIQUE INDEX "reward_grant_click_id_task_key_key" ON "reward_grant"("click_id", "task_key");

-- CreateIndex
CREATE INDEX "callback_status_created_at_id_idx" ON "callback"("status", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "callback_grant_id_kind_key" ON "callback"("grant_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_number_key" ON "ticket"("number");

-- CreateIndex
CREATE INDEX "ticket_status_due_at_id_idx" ON "ticket"("status", "due_at", "id");

-- CreateIndex
CREATE INDEX "ticket_user_id_opened_at_idx" ON "ticket"("user_id", "opened_at");

-- CreateIndex
CREATE INDEX "ticket_app_id_opened_at_id_idx" ON "ticket"("app_id", "opened_at", "id");

-- CreateIndex
CREATE INDEX "ticket_offer_id_opened_at_idx" ON "ticket"("offer_id", "opened_at");

-- CreateIndex
CREATE INDEX "ticket_assignee_id_status_due_at_idx" ON "ticket"("assignee_id", "status", "due_at");

-- CreateIndex
CREATE INDEX "ticket_opened_at_id_idx" ON "ticket"("opened_at", "id");

-- CreateIndex
CREATE INDEX "ticket_status_opened_at_id_idx" ON "ticket"("status", "opened_at", "id");

-- CreateIndex
CREATE INDEX "ticket_address_idx" ON "ticket"("address");

-- CreateIndex
CREATE INDEX "ticket_task_user_id_title_key_task_key_idx" ON "ticket_task"("user_id", "title_key", "task_key");

-- CreateIndex
CREATE INDEX "ticket_event_ticket_id_at_idx" ON "ticket_event"("ticket_id", "at");

-- CreateIndex
CREATE INDEX "decision_decided_at_idx" ON "decision"("decided_at");

-- CreateIndex
CREATE INDEX "decision_confirmation_id_idx" ON "decision"("confirmation_id");

-- CreateIndex
CREATE UNIQUE INDEX "decision_ticket_id_round_key" ON "decision"("ticket_id", "round");

-- CreateIndex
CREATE INDEX "message_ticket_id_at_idx" ON "message"("ticket_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "screenshot_storage_key_key" ON "screenshot"("storage_key");

-- CreateIndex
CREATE INDEX "screenshot_ticket_id_idx" ON "screenshot"("ticket_id");

-- CreateIndex
CREATE INDEX "screenshot_draft_id_idx" ON "screenshot"("draft_id");

-- CreateIndex
CREATE INDEX "screenshot_pixel_hash_idx" ON "screenshot"("pixel_hash");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_draft_user_id_title_key_key" ON "ticket_draft"("user_id", "title_key");

-- CreateIndex
CREATE UNIQUE INDEX "email_validation_token_hash_key" ON "email_validation"("token_hash");

-- CreateIndex
CREATE INDEX "email_validation_ticket_id_created_at_idx" ON "email_validation"("ticket_id", "created_at");

-- CreateIndex
CREATE INDEX "email_validation_address_created_at_idx" ON "email_validation"("address", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "email_key_key" ON "email"("key");

-- CreateIndex
CREATE UNIQUE INDEX "email_message_id_key" ON "email"("message_id");

-- CreateIndex
CREATE INDEX "email_ticket_id_created_at_idx" ON "email"("ticket_id", "created_at");

-- CreateIndex
CREATE INDEX "email_to_address_created_at_idx" ON "email"("to_address", "created_at");

-- CreateIndex
CREATE INDEX "email_status_created_at_id_idx" ON "email"("status", "created_at", "id");

-- CreateIndex
CREATE INDEX "reply_token_ticket_id_idx" ON "reply_token"("ticket_id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_email_raw_hash_key" ON "inbound_email"("raw_hash");

-- CreateIndex
CREATE INDEX "inbound_email_outcome_received_at_idx" ON "inbound_email"("outcome", "received_at");

-- CreateIndex
CREATE INDEX "inbound_email_ticket_id_idx" ON "inbound_email"("ticket_id");

-- CreateIndex
CREATE INDEX "recheck_advertiser_id_status_target_at_idx" ON "recheck"("advertiser_id", "status", "target_at");

-- CreateIndex
CREATE UNIQUE INDEX "recheck_ticket_id_round_key" ON "recheck"("ticket_id", "round");

-- CreateIndex
CREATE UNIQUE INDEX "recheck_request_token_hash_key" ON "recheck_request"("token_hash");

-- CreateIndex
CREATE INDEX "recheck_request_advertiser_id_created_at_idx" ON "recheck_request"("advertiser_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_email_key" ON "agent"("email");

-- CreateIndex
CREATE INDEX "agent_session_agent_id_created_at_idx" ON "agent_session"("agent_id", "created_at");

-- CreateIndex
CREATE INDEX "wall_session_expires_at_idx" ON "wall_session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "audit_entry_subject_at_idx" ON "audit_entry"("subject", "at");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- AddForeignKey
ALTER TABLE "app" ADD CONSTRAINT "app_publisher_id_fkey" FOREIGN KEY ("publisher_id") REFERENCES "publisher"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration" ADD CONSTRAINT "integration_advertiser_id_fkey" FOREIGN KEY ("advertiser_id") REFERENCES "advertiser"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_advertiser_id_fkey" FOREIGN KEY ("advertiser_id") REFERENCES "advertiser"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "end_user" ADD CONSTRAINT "end_user_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "click" ADD CONSTRAINT "click_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "click" ADD CONSTRAINT "click_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "progress" ADD CONSTRAINT "progress_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation" ADD CONSTRAINT "confirmation_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward_grant" ADD CONSTRAINT "reward_grant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward_grant" ADD CONSTRAINT "reward_grant_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward_grant" ADD CONSTRAINT "reward_grant_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward_grant" ADD CONSTRAINT "reward_grant_confirmation_id_fkey" FOREIGN KEY ("confirmation_id") REFERENCES "confirmation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward_grant" ADD CONSTRAINT "reward_grant_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback" ADD CONSTRAINT "callback_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "reward_grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback" ADD CONSTRAINT "callback_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback_attempt" ADD CONSTRAINT "callback_attempt_callback_id_fkey" FOREIGN KEY ("callback_id") REFERENCES "callback"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_task" ADD CONSTRAINT "ticket_task_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_event" ADD CONSTRAINT "ticket_event_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_confirmation_id_fkey" FOREIGN KEY ("confirmation_id") REFERENCES "confirmation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "screenshot" ADD CONSTRAINT "screenshot_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "screenshot" ADD CONSTRAINT "screenshot_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "screenshot" ADD CONSTRAINT "screenshot_draft_id_fkey" FOREIGN KEY ("draft_id") REFERENCES "ticket_draft"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_draft" ADD CONSTRAINT "ticket_draft_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "validated_email" ADD CONSTRAINT "validated_email_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_validation" ADD CONSTRAINT "email_validation_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email" ADD CONSTRAINT "email_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recheck" ADD CONSTRAINT "recheck_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recheck" ADD CONSTRAINT "recheck_advertiser_id_fkey" FOREIGN KEY ("advertiser_id") REFERENCES "advertiser"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_session" ADD CONSTRAINT "agent_session_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wall_session" ADD CONSTRAINT "wall_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "end_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
