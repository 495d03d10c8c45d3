-- Nothing looks confirmations up by their time alone, and every postback paid for it.
DROP INDEX "confirmation_received_at_idx";
