//! The table of WhatsApp's error numbers.

use super::{DAY, HOUR, MINUTE, Meaning, PAIR_RATE_WAIT, UNKNOWN, permanent, temporary};
use crate::bindings::uip::whatsapp::types::FailureCategory::{
    Authentication, Configuration, Permission, Policy, Recipient, Request, Service, Template,
    Throttled, Window,
};

/// A span of error numbers, the first and the last.
pub type Span = (u32, u32);

/// What each known number means, in the order of its families.
pub static MEANINGS: &[(&[Span], Meaning)] = &[
    // The token and what it may do.
    (
        &[(0, 0), (190, 190)],
        permanent(
            Authentication,
            "Put a new access token into the property authenticationToken; a system user's token \
             need not expire.",
        ),
    ),
    (
        &[(3, 3), (10, 10), (200, 299), (131_005, 131_005)],
        permanent(
            Permission,
            "Give the token the permission whatsapp_business_messaging, and its user access to \
             this WhatsApp Business Account.",
        ),
    ),
    (
        &[(33, 33)],
        permanent(
            Configuration,
            "The business phone number was deleted: set the property phoneNumberId to one that \
             exists.",
        ),
    ),
    // Policy.
    (
        &[(368, 368), (131_031, 131_031)],
        permanent(
            Policy,
            "The account is restricted or locked for a violation of policy: see its page in Meta's \
             Business Support, and do not go on sending.",
        ),
    ),
    (
        &[(130_497, 130_497)],
        permanent(
            Policy,
            "This account may not message people in this country: leave the recipient out.",
        ),
    ),
    (
        &[(131_048, 131_048)],
        permanent(
            Policy,
            "Too many earlier messages were blocked or reported: stop sending, check the number's \
             quality in WhatsApp Manager, and go on when it has recovered.",
        ),
    ),
    // WhatsApp itself.
    (&[(1, 1), (131_000, 131_000)], UNKNOWN),
    (
        &[(2, 2), (131_016, 131_016), (133_004, 133_004)],
        temporary(
            Service,
            None,
            "WhatsApp is down or overloaded: try again later; its status page tells more.",
        ),
    ),
    (
        &[(131_057, 131_057), (2_494_100, 2_494_100)],
        temporary(
            Service,
            Some(MINUTE),
            "The account is in maintenance, which takes some minutes: try again then.",
        ),
    ),
    // Too fast.
    (
        &[(4, 4), (613, 613), (80_007, 80_007)],
        temporary(
            Throttled,
            None,
            "Too many calls of this app or account in an hour: wait, then call less often.",
        ),
    ),
    (
        &[(130_429, 130_429)],
        temporary(
            Throttled,
            Some(1),
            "Too many messages a second from this number: wait a little, then send more slowly.",
        ),
    ),
    (
        &[(131_056, 131_056)],
        temporary(
            Throttled,
            Some(PAIR_RATE_WAIT),
            "Too many messages to this person in a short time: wait 4, then 16, then 64 seconds; \
             other recipients are not affected.",
        ),
    ),
    (
        &[(131_064, 131_064)],
        temporary(
            Throttled,
            Some(HOUR),
            "The account has reached its number of new conversations a day: wait some hours, or \
             raise its messaging limit.",
        ),
    ),
    (
        &[(131_208, 131_208)],
        temporary(
            Throttled,
            None,
            "Too many calls about groups: wait, then call less often.",
        ),
    ),
    (
        &[(132_069, 132_069)],
        temporary(
            Throttled,
            Some(HOUR),
            "This form is throttled to 10 messages an hour: repair the form's endpoint, or wait.",
        ),
    ),
    (
        &[(133_008, 133_008), (133_009, 133_009)],
        temporary(
            Throttled,
            None,
            "Too many attempts with the PIN: wait before the next.",
        ),
    ),
    (
        &[(133_015, 133_015)],
        temporary(
            Throttled,
            Some(5 * MINUTE),
            "The number was deleted a moment ago: wait 5 minutes.",
        ),
    ),
    (
        &[(133_016, 133_016)],
        temporary(
            Throttled,
            Some(3 * DAY),
            "The number was registered too often: at most 10 times in 72 hours.",
        ),
    ),
    // The 24-hour window.
    (
        &[(131_047, 131_047)],
        permanent(
            Window,
            "More than 24 hours have passed since the customer last wrote: send a template.",
        ),
    ),
    // The recipient.
    (
        &[(131_021, 131_021)],
        permanent(
            Recipient,
            "The recipient is the business number itself: send to another number.",
        ),
    ),
    (
        &[(131_026, 131_026)],
        permanent(
            Recipient,
            "This person cannot be reached: the number may not be on WhatsApp, may have an old \
             app, or may not have accepted its terms. Use another channel.",
        ),
    ),
    (
        &[(131_049, 131_049)],
        Meaning {
            wait_seconds: Some(DAY),
            ..permanent(
                Recipient,
                "WhatsApp limits marketing messages to this person: wait at least 24 hours, and \
                 send nothing of the kind until then.",
            )
        },
    ),
    (
        &[(131_050, 131_050)],
        permanent(
            Recipient,
            "This person does not want marketing messages from you: send no more of them.",
        ),
    ),
    (
        &[(130_472, 130_472)],
        permanent(
            Recipient,
            "This person is part of an experiment of WhatsApp's and gets no marketing messages: \
             use another channel, or wait for them to write.",
        ),
    ),
    (
        &[(137_000, 137_000)],
        permanent(
            Recipient,
            "The recipient's identity has changed: confirm it, then use the new identity hash.",
        ),
    ),
    (
        &[(131_030, 131_030)],
        permanent(
            Configuration,
            "A test number reaches only the numbers on its list: add this one in the Meta app, or \
             send from a real number. The list may hold an Argentine number without the 9 after \
             +54, and a Mexican one without the 1 after +52: try that form.",
        ),
    ),
    (
        &[(131_062, 131_062)],
        permanent(
            Request,
            "This kind of message needs a phone number: pass one instead of the user id.",
        ),
    ),
    // The account's settings.
    (
        &[(131_037, 131_037), (131_044, 131_044), (131_045, 131_045)],
        permanent(
            Configuration,
            "The number is not ready: check its display name, payment method and registration in \
             WhatsApp Manager.",
        ),
    ),
    (
        &[(131_042, 131_042)],
        permanent(
            Configuration,
            "There is a problem with the account's payment method: settle it in WhatsApp Manager.",
        ),
    ),
    (
        &[(134_011, 134_011)],
        permanent(
            Configuration,
            "Accept the terms of WhatsApp Payments at the address in the details.",
        ),
    ),
    (
        &[
            (133_000, 133_000),
            (133_005, 133_005),
            (133_006, 133_006),
            (133_010, 133_010),
        ],
        permanent(
            Configuration,
            "The number is not registered with the Cloud API: register it in WhatsApp Manager, \
             with its PIN.",
        ),
    ),
    (
        &[(2_593_107, 2_593_109)],
        permanent(
            Configuration,
            "The synchronisation with the WhatsApp Business app was refused: start it again from \
             the app, within its time.",
        ),
    ),
    // Templates and forms.
    (
        &[(132_000, 132_000)],
        permanent(
            Template,
            "Give as many parameters as the template has variables, each in its own place, and \
             its name (bodyParameters[].name) where the variables are named.",
        ),
    ),
    (
        &[(132_001, 132_001)],
        permanent(
            Template,
            "There is no approved template of this name in this language: check templateName and \
             languageCode in WhatsApp Manager.",
        ),
    ),
    (
        &[(132_005, 132_005)],
        permanent(
            Template,
            "The text with its parameters is too long: shorten the parameters.",
        ),
    ),
    (
        &[(132_007, 132_007)],
        permanent(
            Template,
            "The text violates WhatsApp's rules for templates: change the parameters.",
        ),
    ),
    (
        &[(132_008, 132_008), (132_012, 132_012), (132_018, 132_018)],
        permanent(
            Template,
            "A parameter does not fit its place: check its kind and line breaks, and its name \
             (bodyParameters[].name) where the template's variables are named; a header with a \
             picture, video or document needs it in the field header.",
        ),
    ),
    (
        &[(132_015, 132_015), (132_016, 132_016)],
        permanent(
            Template,
            "The template is paused or disabled for low quality: change it in WhatsApp Manager, or \
             use another.",
        ),
    ),
    (
        &[(132_068, 132_068)],
        permanent(
            Template,
            "The form behind this template is blocked: repair it in WhatsApp Manager.",
        ),
    ),
    (
        &[(134_101, 134_101)],
        temporary(
            Template,
            Some(10 * MINUTE),
            "The template is still being prepared: wait 10 minutes.",
        ),
    ),
    (
        &[
            (131_055, 131_055),
            (131_063, 131_063),
            (134_100, 134_100),
            (134_102, 134_102),
        ],
        permanent(
            Template,
            "This template cannot be sent this way: WhatsApp's marketing messages take only \
             marketing templates, and some only there.",
        ),
    ),
    // The request.
    (
        &[(131_009, 131_009)],
        permanent(
            Request,
            "Change the value that the error names. If it is a message's id: the message must exist \
             in this conversation and be at most 30 days old.",
        ),
    ),
    (
        &[(100, 100), (131_051, 131_051), (135_000, 135_000)],
        permanent(
            Request,
            "Change the part of the request that the details name.",
        ),
    ),
    (
        &[(131_060, 131_060)],
        permanent(
            Request,
            "The message is not available: ask the customer to send it again.",
        ),
    ),
    (
        &[
            (131_020, 131_020),
            (131_041, 131_041),
            (131_059, 131_059),
            (131_201, 131_207),
            (131_209, 131_215),
        ],
        permanent(Request, "Change what the details say about the group."),
    ),
    (
        &[(138_000, 138_012), (138_018, 138_018)],
        permanent(Request, "Change what the details say about calls."),
    ),
    (
        &[(139_000, 139_004), (139_100, 139_103)],
        permanent(
            Request,
            "Change what the details say about the form or the blocked people.",
        ),
    ),
    (
        &[(147_001, 147_005)],
        permanent(Request, "Change what the details say about the username."),
    ),
];
