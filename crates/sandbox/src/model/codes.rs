//! Meta's error codes: title and documented HTTP status of each.
//!
//! Source: "Error codes", WhatsApp Business Platform documentation, as of 2026-06. All throttling codes
//! answer with 400 there. The codes of Direct Send, calls, blocked users, verification, PIN guesses and
//! accounts without storage are newer or from other pages; their titles are paraphrased.

/// One documented code.
pub(super) struct Code {
    pub(super) number: i64,
    pub(super) status: u16,
    pub(super) title: &'static str,
}

const fn code(number: i64, status: u16, title: &'static str) -> Code {
    Code {
        number,
        status,
        title,
    }
}

/// What is answered for a code that is not in the table.
const UNKNOWN: Code = code(1, 400, "An unknown error occurred");

/// Finds a code; an undocumented one gets Graph's own "unknown error" title and 400.
pub(super) fn look_up(wanted: i64) -> Code {
    TABLE
        .iter()
        .find(|known| known.number == wanted)
        .map_or(code(wanted, UNKNOWN.status, UNKNOWN.title), |known| {
            code(known.number, known.status, known.title)
        })
}

#[rustfmt::skip]
const TABLE: &[Code] = &[
    code(0, 401, "AuthException"),
    code(1, 400, "API Unknown"),
    code(2, 503, "API Service"),
    code(3, 500, "API Method"),
    code(4, 400, "Application request limit reached"),
    code(10, 403, "Permission Denied"),
    code(33, 400, "Parameter value is not valid"),
    code(100, 400, "Invalid parameter"),
    code(190, 401, "Access token has expired"),
    code(200, 403, "API Permission"),
    code(368, 403, "Temporarily blocked for policies violations"),
    code(613, 400, "Calls to this api have exceeded the rate limit."),
    code(80007, 400, "Rate limit issues"),
    code(130_429, 400, "Rate limit hit"),
    code(130_472, 400, "User's number is part of an experiment"),
    code(130_497, 403, "Business account is restricted from messaging users in this country."),
    code(131_000, 500, "Something went wrong"),
    code(131_005, 403, "Access denied"),
    code(131_008, 400, "Required parameter is missing"),
    code(131_009, 400, "Parameter value is not valid"),
    code(131_016, 500, "Service unavailable"),
    code(131_021, 400, "Recipient cannot be sender"),
    code(131_026, 400, "Message undeliverable"),
    code(131_030, 400, "Recipient phone number not in allowed list"),
    code(131_031, 403, "Account has been locked"),
    code(131_035, 400, "No Storage: webhook content could not be delivered"),
    code(131_036, 400, "No Storage: message delivery retries expired"),
    code(131_037, 400, "WhatsApp provided number needs display name approval before message can be sent."),
    code(131_042, 400, "Business eligibility payment issue"),
    code(131_044, 400, "Business eligibility payment issue for calling"),
    code(131_045, 500, "Incorrect certificate"),
    code(131_047, 400, "Re-engagement message"),
    code(131_048, 400, "Spam rate limit hit"),
    code(131_049, 400, "This message was not delivered to maintain healthy ecosystem engagement."),
    code(131_050, 400, "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business"),
    code(131_051, 400, "Unsupported message type"),
    code(131_052, 400, "Media download error"),
    code(131_053, 400, "Media upload error"),
    code(131_055, 400, "Method not allowed"),
    code(131_056, 400, "(Business Account, Consumer Account) pair rate limit hit"),
    code(131_057, 500, "Account in maintenance mode"),
    code(131_060, 400, "This message is currently unavailable"),
    code(131_062, 400, "Business-scoped user IDs are not supported for this message"),
    code(131_063, 400, "Message cannot be sent with the Marketing Messages API"),
    code(131_064, 400, "Messaging limit reached due to template classification violations"),
    code(132_000, 400, "Number of parameters does not match the expected number of params"),
    code(132_001, 404, "Template name does not exist in the translation"),
    code(132_005, 400, "Translated text too long"),
    code(132_007, 400, "Template content policy violated"),
    code(132_008, 400, "Parameter format does not match"),
    code(132_012, 400, "Parameter format does not match format in the created template"),
    code(132_015, 400, "Template is paused"),
    code(132_016, 400, "Template is disabled"),
    code(132_018, 400, "There was an issue with the parameters in your template"),
    code(132_021, 400, "Template name already exists and was not created by Direct Send"),
    code(132_068, 400, "Flow is in blocked state"),
    code(132_069, 400, "Flow is in throttled state"),
    code(133_000, 500, "Incomplete deregistration"),
    code(133_004, 503, "Server temporarily unavailable"),
    code(133_005, 400, "Two step verification PIN mismatch"),
    code(133_006, 400, "Phone number re-verification needed"),
    code(133_008, 400, "Too many two step verification PIN guesses"),
    code(133_009, 400, "Two step verification PIN guessed too fast"),
    code(133_010, 400, "Phone number not registered"),
    code(133_015, 400, "Please wait a few minutes before attempting to register this phone number"),
    code(133_016, 400, "Account register deregister rate limit exceeded"),
    code(134_011, 400, "WhatsApp Payments terms of service has not been accepted"),
    code(135_000, 400, "Generic user error"),
    code(136_024, 400, "Request code error"),
    code(136_025, 400, "Verify code error"),
    code(137_000, 400, "Recipient identity key hash mismatch"),
    code(138_013, 400, "Business-initiated calling is not available"),
    code(138_014, 400, "Calling is disabled due to low call quality"),
    code(138_017, 400, "Permanent call permission already exists"),
    code(139_100, 400, "Failed to block/unblock users"),
    code(139_101, 400, "Blocklist limit reached"),
    code(139_102, 400, "Blocklist concurrent update"),
    code(139_103, 500, "Internal error"),
    code(139_200, 400, "Direct Send is blocked for this account"),
    code(2_494_100, 400, "Account in maintenance mode"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_stands_twice_in_the_table() {
        let mut codes: Vec<i64> = TABLE.iter().map(|known| known.number).collect();
        codes.sort_unstable();
        let before = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), before);
    }

    #[test]
    fn an_unknown_code_keeps_its_number() {
        let found = look_up(999_999);
        assert_eq!((found.number, found.status), (999_999, 400));
    }
}
