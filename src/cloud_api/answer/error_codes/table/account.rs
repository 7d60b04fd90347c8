//! The token, its permissions, Meta's enforcement, and the settings of the
//! account and its number.

use super::{Row, only};
use uip_kit::FailureCategory::{Authentication, Configuration, Permission, Policy, Webhook};
use uip_kit::error_numbers::Meaning;

pub static ROWS: &[Row] = &[
    (
        &[only(0), only(190)],
        Meaning::permanent(
            Authentication,
            "Set the property authenticationToken to a new access token; a system user's token \
             can be created without an expiry date.",
        ),
    ),
    (
        &[only(3), only(10), (200, 299), only(131_005)],
        Meaning::permanent(
            Permission,
            "Grant the token the permission whatsapp_business_messaging, and give its user access \
             to this WhatsApp Business Account.",
        ),
    ),
    // Thread control, with Meta Business Agent.
    (
        &[only(2_494_191)],
        Meaning::permanent(
            Permission,
            "Another app controls this conversation, and this app may not take control of it: let \
             that app hand it over, or change the routing of conversations in Meta's settings.",
        ),
    ),
    // Enforcement.
    (
        &[only(368), only(131_031), only(141_014)],
        Meaning::permanent(
            Policy,
            "The account is restricted or locked for a policy violation: stop sending, and check \
             the account in Meta's Business Support.",
        ),
    ),
    (
        &[only(130_497)],
        Meaning::permanent(
            Policy,
            "This account may not message people in this country: remove the recipient.",
        ),
    ),
    (
        &[only(131_048)],
        Meaning::permanent(
            Policy,
            "Too many earlier messages were blocked or reported as spam: stop sending, and resume \
             when the number's quality in WhatsApp Manager has recovered.",
        ),
    ),
    // Not the daily messaging limit: waiting does not lift it.
    (
        &[only(131_064)],
        Meaning::permanent(
            Policy,
            "Meta blocks this account's templates and Direct Send messages because its templates \
             were put into the wrong category: stop sending them, and correct their categories in \
             WhatsApp Manager, which shows the violations.",
        ),
    ),
    (
        &[only(139_200)],
        Meaning::permanent(
            Policy,
            "Direct Send is blocked for this account: send an approved template instead.",
        ),
    ),
    // The number and the account.
    (
        &[only(33)],
        Meaning::permanent(
            Configuration,
            "The business phone number was deleted: set the property phoneNumberId to the id of \
             an existing number.",
        ),
    ),
    (
        &[only(131_037), only(131_044), only(131_045)],
        Meaning::permanent(
            Configuration,
            "The number is not ready: check its display name and payment method in WhatsApp \
             Manager, and whether it is registered with the Cloud API.",
        ),
    ),
    (
        &[only(131_042), only(141_006)],
        Meaning::permanent(
            Configuration,
            "There is a problem with the account's payment method: fix it in WhatsApp Manager.",
        ),
    ),
    (
        &[only(134_011)],
        Meaning::permanent(
            Configuration,
            "Accept the terms of WhatsApp Payments at the URL in the details.",
        ),
    ),
    (
        &[only(141_010)],
        Meaning::permanent(
            Configuration,
            "Complete the business verification in Meta's Business settings.",
        ),
    ),
    (
        &[only(133_005)],
        Meaning::permanent(
            Configuration,
            "The two-step verification PIN is wrong: use the number's PIN, or reset it in WhatsApp \
             Manager.",
        ),
    ),
    (
        &[only(133_000), only(133_006), only(133_010)],
        Meaning::permanent(
            Configuration,
            "The number is not registered with the Cloud API: verify it in WhatsApp Manager or \
             with requestVerificationCode and verifyCode, then register it with registerNumber.",
        ),
    ),
    (
        &[only(136_024)],
        Meaning::permanent(
            Configuration,
            "WhatsApp sent no code: a number that is verified needs none, and after too many \
             codes it takes hours until the next one.",
        ),
    ),
    (
        &[only(136_025)],
        Meaning::permanent(
            Configuration,
            "The code is wrong or has expired: enter the six digits of the latest message, or \
             request a new code.",
        ),
    ),
    (
        &[only(2200)],
        Meaning::permanent(
            Webhook,
            "The callback URL did not answer WhatsApp's verification: check that it is public, \
             has a valid certificate, and expects this verify token.",
        ),
    ),
    (
        &[(2_593_107, 2_593_109)],
        Meaning::permanent(
            Configuration,
            "The synchronization with the WhatsApp Business app was rejected: start it again from \
             the app, within the time that the app allows.",
        ),
    ),
    (
        &[only(138_024), only(138_025)],
        Meaning::permanent(
            Configuration,
            "Enable SIP and configure a SIP server for this number's calls.",
        ),
    ),
];
