<?php
// Who got what, each event once. A row is the coins: there is no moment in which one is written and the other is not.

// One secret, or two divided by a space while it is changed.
define('SECRETS', array_filter(explode(' ', getenv('SECRET') ?: '')));
if (SECRETS === []) {
    answer(500, 'Set SECRET: without it anybody could give away coins.');
}

/** True the first time; an event that is there already changes nothing. The unique key decides, also between processes. */
function book(string $event, string $user, int $amount): bool
{
    $db = new PDO('sqlite:' . (getenv('LEDGER') ?: 'ledger.sqlite'));
    $db->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    $db->exec('PRAGMA busy_timeout = 5000');
    $db->exec('CREATE TABLE IF NOT EXISTS booking (event TEXT PRIMARY KEY, user TEXT NOT NULL, amount INTEGER NOT NULL)');
    $insert = $db->prepare('INSERT INTO booking VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    $insert->execute([$event, $user, $amount]);
    $isNew = $insert->rowCount() === 1;
    error_log(($isNew ? 'booked' : 'seen before') . " $event $user $amount");
    return $isNew;
}

/** Ends the request. What was not answered before, because something threw, is PHP's own 500: it is sent again. */
function answer(int $status, string $text): never
{
    http_response_code($status);
    header('Content-Type: text/plain; charset=utf-8');
    echo $text;
    exit;
}

/** A parameter of the address, as text; nothing and arrays are the empty text. */
function given(string $name): string
{
    return is_string($_GET[$name] ?? null) ? $_GET[$name] : '';
}
