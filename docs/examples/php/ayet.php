<?php
// ayeT-Studios: GET /callback?transaction_id={transaction_id}&external_identifier={external_identifier}&currency_amount={currency_amount}&is_chargeback={is_chargeback}
// SECRET=… php -S 127.0.0.1:8000 ayet.php
require __DIR__ . '/ledger.php';

// All parameters sorted by name, as http_build_query writes them.
$parameters = $_GET;
ksort($parameters, SORT_STRING);
$canonical = http_build_query($parameters, '', '&');

$isSigned = false;
foreach (SECRETS as $secret) {
    $expected = hash_hmac('sha256', $canonical, $secret);
    $isSigned = hash_equals($expected, $_SERVER['HTTP_X_AYETSTUDIOS_SECURITY_HASH'] ?? '') || $isSigned;
}
if (!$isSigned) {
    answer(401, 'wrong hash');
}

// A chargeback is a transaction of its own, "r-…", with a negative amount.
book(given('transaction_id'), given('external_identifier'), (int) given('currency_amount'));
answer(200, 'OK');
