//! The 24-hour window and the recipient.

use super::super::DAY;
use super::{Row, only};
use uip_kit::FailureCategory::{Configuration, Recipient, Request, Window};
use uip_kit::error_numbers::Meaning;

pub static ROWS: &[Row] = &[
    (
        &[only(131_047)],
        Meaning::permanent(
            Window,
            "More than 24 hours have passed since the customer last wrote: send a template.",
        ),
    ),
    (
        &[only(131_021)],
        Meaning::permanent(
            Recipient,
            "The recipient is the business number itself: send to another number.",
        ),
    ),
    (
        &[only(131_026)],
        Meaning::permanent(
            Recipient,
            "This person cannot be reached: the number may not be on WhatsApp, may have an old \
             app, or may not have accepted its terms. Use another channel.",
        ),
    ),
    (
        &[only(131_049)],
        Meaning {
            wait_seconds: Some(DAY),
            ..Meaning::permanent(
                Recipient,
                "WhatsApp limits marketing messages to this person: do not send more for at least \
                 24 hours.",
            )
        },
    ),
    (
        &[only(131_050)],
        Meaning::permanent(
            Recipient,
            "This person has opted out of your marketing messages: do not send them any more.",
        ),
    ),
    (
        &[only(130_472)],
        Meaning::permanent(
            Recipient,
            "This person is part of a WhatsApp experiment and receives no marketing messages: use \
             another channel, or wait until they write.",
        ),
    ),
    (
        &[only(137_000)],
        Meaning::permanent(
            Recipient,
            "The recipient's identity has changed: confirm it, then use the new identity hash.",
        ),
    ),
    (
        &[only(131_030)],
        Meaning::permanent(
            Configuration,
            "A test number can message only the numbers on its list: add this one in the Meta \
             app, or send from a real number. The list may contain an Argentine number without \
             the 9 after +54, or a Mexican number without the 1 after +52: try that form.",
        ),
    ),
    (
        &[only(131_062)],
        Meaning::permanent(
            Request,
            "This kind of message needs a phone number: pass one instead of the user id.",
        ),
    ),
];
