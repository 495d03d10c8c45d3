<?php
// BitLabs: GET /callback?uid=[%USER:UID%]&tx=[%TX%]&ref=[%REF%]&val=[%VALUE:CURRENCY%]&raw=[%VALUE:USD%]&offer_state=[%OFFER:TASK:STATE%]
// SECRET=… php -S 127.0.0.1:8000 bitlabs.php
require __DIR__ . '/ledger.php';

// The address as it was called. Behind a proxy set ORIGIN to what stands before the path in the address you gave us.
$whole = (getenv('ORIGIN') ?: "http://{$_SERVER['HTTP_HOST']}") . $_SERVER['REQUEST_URI'];
$at = strrpos($whole, '&hash=');
if ($at === false) {
    answer(401, 'no hash');
}
[$address, $received] = [substr($whole, 0, $at), substr($whole, $at + strlen('&hash='))];

$isSigned = false;
foreach (SECRETS as $secret) {
    $isSigned = hash_equals(hash_hmac('sha1', $address, $secret), $received) || $isSigned;
}
if (!$isSigned) {
    answer(401, 'wrong hash');
}

[$user, $tx, $state, $value] = [given('uid'), given('tx'), given('offer_state'), (int) given('val')];
if ($tx === '' || $state === 'PENDING') {
    answer(200, 'OK');
}
// Stateful: one tx through its states, never negative. Otherwise a reconciliation has a tx of its own and a negative value.
if ($state === 'RECONCILED') {
    book("reversal $tx", $user, -$value);
} else {
    book($tx, $user, $value);
}
answer(200, 'OK');
