//! The request itself: its values, and what it asks of groups, calls, forms
//! and other parts of WhatsApp.

use super::{Row, only};
use uip_kit::FailureCategory::{Policy, Request};
use uip_kit::error_numbers::Meaning;

pub static ROWS: &[Row] = &[
    (
        &[only(131_009)],
        Meaning::permanent(
            Request,
            "Correct the value that the error names. A message id must belong to a message in \
             this conversation that is at most 30 days old. A template with a form needs an entry \
             for its button.",
        ),
    ),
    (
        &[only(100), only(131_051), only(135_000)],
        Meaning::permanent(
            Request,
            "Correct the part of the request that the details name.",
        ),
    ),
    (
        &[only(131_060)],
        Meaning::permanent(
            Request,
            "The message is not available: ask the customer to send it again.",
        ),
    ),
    (
        &[
            only(130_501),
            only(131_020),
            only(131_041),
            only(131_059),
            (131_201, 131_207),
            (131_209, 131_215),
        ],
        Meaning::permanent(
            Request,
            "Fix the problem with the group that the details describe.",
        ),
    ),
    // Calls.
    (
        &[only(138_013)],
        Meaning::permanent(
            Policy,
            "This number cannot call customers: do not ask for permission to call.",
        ),
    ),
    (
        &[only(138_014)],
        Meaning::permanent(
            Policy,
            "Calling is temporarily disabled for this number because of low call quality: check \
             the number in WhatsApp Manager.",
        ),
    ),
    (
        &[only(138_015)],
        Meaning::permanent(
            Policy,
            "Calling needs a messaging limit of at least 2,000: raise the number's limit first.",
        ),
    ),
    (
        &[only(138_017)],
        Meaning::permanent(
            Request,
            "The customer has already given permanent permission: call without asking again.",
        ),
    ),
    (
        &[(138_000, 138_012), only(138_018)],
        Meaning::permanent(
            Request,
            "Fix the problem with calls that the details describe.",
        ),
    ),
    // Flows, blocked users, usernames, signup.
    (
        &[(139_000, 139_004)],
        Meaning::permanent(
            Request,
            "Fix the problem with the form that the details describe.",
        ),
    ),
    (
        &[only(139_100), only(139_101)],
        Meaning::permanent(
            Request,
            "Fix the problem with the blocked people that the details describe.",
        ),
    ),
    (
        &[(147_001, 147_005)],
        Meaning::permanent(
            Request,
            "Fix the problem with the username that the details describe.",
        ),
    ),
    (
        &[
            only(1_752_041),
            (2_494_164, 2_494_168),
            only(2_494_176),
            only(2_494_177),
            only(2_494_179),
        ],
        Meaning::permanent(
            Request,
            "Fix the problem with the account's signup that the details describe.",
        ),
    ),
];
