<?php
// Tapjoy: GET /reward and GET /reversal; snuid, currency, id and verifier are added to the address.
// SECRET=… php -S 127.0.0.1:8000 tapjoy.php
require __DIR__ . '/ledger.php';

[$id, $user, $currency] = [given('id'), given('snuid'), given('currency')];

$isSigned = false;
foreach (SECRETS as $secret) {
    $isSigned = hash_equals(md5("$id:$user:$currency:$secret"), given('verifier')) || $isSigned;
}
// 403 means never again: right for a forgery, wrong for anything that may work later.
if (!$isSigned) {
    answer(403, 'wrong verifier');
}

// A reversal is the same call to the address that you gave for it. Keep that address to yourself: the verifier does not
// cover it.
if (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) === '/reversal') {
    book("reversal $id", $user, -(int) $currency);
} else {
    book($id, $user, (int) $currency);
}
answer(200, 'OK');
