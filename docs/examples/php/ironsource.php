<?php
// ironSource: GET /reward and GET /reversal?userId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]
// SECRET=… php -S 127.0.0.1:8000 ironsource.php
require __DIR__ . '/ledger.php';

[$user, $rewards, $event] = [given('userId'), given('rewards'), given('eventId')];

$isSigned = false;
foreach (SECRETS as $secret) {
    $expected = md5(given('timestamp') . $event . $user . $rewards . $secret);
    $isSigned = hash_equals($expected, given('signature')) || $isSigned;
}
if (!$isSigned) {
    answer(403, 'wrong signature');
}

// A reversal is the same call to the address that you gave for it. Keep that address to yourself: the signature does not
// cover it.
if (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) === '/reversal') {
    book("reversal $event", $user, -(int) $rewards);
} else {
    book($event, $user, (int) $rewards);
}
answer(200, "$event:OK");
