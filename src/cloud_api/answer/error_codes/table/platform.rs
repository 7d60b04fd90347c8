//! WhatsApp's own problems, and its rate limits.

use super::super::{DAY, HOUR, MINUTE, PAIR_RATE_WAIT, UNKNOWN};
use super::{Row, only};
use uip_kit::FailureCategory::{Service, Throttled};
use uip_kit::error_numbers::Meaning;

pub static ROWS: &[Row] = &[
    (&[only(1), only(131_000)], UNKNOWN),
    (
        &[only(2), only(131_016), only(133_004)],
        Meaning::temporary(
            Service,
            None,
            "WhatsApp is down or overloaded: try again later, and check its status page.",
        ),
    ),
    (
        &[only(131_057), only(2_494_100)],
        Meaning::temporary(
            Service,
            Some(MINUTE),
            "The account is in maintenance mode for a few minutes: try again later.",
        ),
    ),
    // Of accounts that have WhatsApp store no messages.
    (
        &[only(131_035)],
        Meaning::permanent(
            Service,
            "WhatsApp could not deliver the content of a notification and does not store it: ask \
             the customer to send the message again.",
        ),
    ),
    (
        &[only(131_036)],
        Meaning::permanent(
            Service,
            "WhatsApp could not deliver the message within an hour and no longer stores it: send \
             a new message, or use another channel.",
        ),
    ),
    (
        &[(138_019, 138_022)],
        Meaning::permanent(
            Service,
            "The call could not be set up, or its audio did not arrive: check the network between \
             the calling system and WhatsApp.",
        ),
    ),
    // Rate limits.
    (
        &[only(4), only(613), (80_007, 80_008)],
        Meaning::temporary(
            Throttled,
            None,
            "This app or account made too many calls in an hour: wait, then call less often.",
        ),
    ),
    (
        &[only(130_429)],
        Meaning::temporary(
            Throttled,
            Some(1),
            "This number sends too many messages per second: wait, then send more slowly.",
        ),
    ),
    (
        &[only(131_056)],
        Meaning::temporary(
            Throttled,
            Some(PAIR_RATE_WAIT),
            "Too many messages to this person in a short time: wait 4, then 16, then 64 seconds; \
             other recipients are not affected.",
        ),
    ),
    (
        &[only(131_208)],
        Meaning::temporary(
            Throttled,
            None,
            "Too many calls about groups: wait, then call less often.",
        ),
    ),
    (
        &[only(132_069)],
        Meaning::temporary(
            Throttled,
            Some(HOUR),
            "This form is throttled to 10 messages an hour: fix the form's endpoint, or wait.",
        ),
    ),
    (
        &[only(133_008), only(133_009)],
        Meaning::temporary(
            Throttled,
            None,
            "Too many attempts with the PIN: wait before the next one.",
        ),
    ),
    (
        &[only(133_015)],
        Meaning::temporary(
            Throttled,
            Some(5 * MINUTE),
            "The number was deleted less than 5 minutes ago: wait, then try again.",
        ),
    ),
    (
        &[only(133_016)],
        Meaning::temporary(
            Throttled,
            Some(3 * DAY),
            "The number was registered more than 10 times in 72 hours: wait, then try again.",
        ),
    ),
    (
        &[only(139_102), only(139_103)],
        Meaning::temporary(
            Service,
            None,
            "WhatsApp could not change the list of blocked people: try again.",
        ),
    ),
];
