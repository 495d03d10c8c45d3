-- CreateTable
CREATE TABLE "cluster" (
    "offer_id" UUID NOT NULL,
    "tickets" INTEGER NOT NULL,
    "usual" DOUBLE PRECISION NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("offer_id")
);

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
