<?php
// Standard Webhooks: POST /callback with a JSON body; webhook-id, webhook-timestamp and webhook-signature in the headers.
// SECRET=… php -S 127.0.0.1:8000 standard.php
require __DIR__ . '/ledger.php';

const FIVE_MINUTES = 300;

$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
$body = file_get_contents('php://input');
$offered = array_slice(explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? ''), 0, 5);

// Each secret signs: while one is changed there are two signatures, and one that fits is enough.
$isSigned = false;
foreach (SECRETS as $secret) {
    $key = str_starts_with($secret, 'whsec_') ? base64_decode(substr($secret, 6)) : $secret;
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    foreach ($offered as $signature) {
        $isSigned = hash_equals($expected, $signature) || $isSigned;
    }
}
if (!$isSigned) {
    answer(401, 'wrong signature');
}
if (abs(time() - (int) $timestamp) > FIVE_MINUTES) {
    answer(401, 'too old');
}

$message = json_decode($body, true, 32, JSON_THROW_ON_ERROR);
// The id is the same on every retry; a reversal has its own, "r-…". Amounts are never negative.
if ($message['type'] === 'reward') {
    book($id, $message['user'], (int) $message['amount']);
}
if ($message['type'] === 'reversal') {
    book($id, $message['user'], -(int) $message['amount']);
}
// "pending", "activity" and "ban" move no coins, and what comes later and is unknown today must not either.
answer(200, 'OK');
