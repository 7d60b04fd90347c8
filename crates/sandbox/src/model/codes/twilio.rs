//! Twilio's error codes.
//!
//! Source: "Error and Warning Dictionary", as of 2026, for the numbers and what they mean; the wording is
//! Twilio's where a captured answer has it. Statuses other than 400 are those of captured answers. A code
//! that comes in a status callback only has the status that it would have as a refusal.

use super::{Code, code};

#[rustfmt::skip]
pub(super) const TABLE: &[Code] = &[
    code(11200, 400, "HTTP retrieval failure"),
    code(12300, 400, "Invalid Content-Type"),
    code(20001, 400, "Invalid parameter"),
    code(20003, 401, "Authenticate"),
    code(20004, 405, "Method not allowed"),
    code(20005, 403, "Account not active"),
    code(20404, 404, "The requested resource was not found"),
    code(20409, 409, "Conflict"),
    code(20429, 429, "Too Many Requests"),
    code(20500, 500, "An internal server error has occurred"),
    code(20503, 503, "Service unavailable"),
    code(21211, 400, "Invalid 'To' Phone Number"),
    code(21212, 400, "Invalid 'From' Phone Number"),
    code(21408, 400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"),
    code(21602, 400, "Message body is required"),
    code(21603, 400, "A 'From' phone number is required."),
    code(21604, 400, "A 'To' phone number is required."),
    code(21606, 400, "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination."),
    code(21608, 400, "The number is unverified. Trial accounts cannot send messages to unverified numbers"),
    code(21609, 400, "Invalid 'StatusCallback' URL"),
    code(21610, 400, "Attempt to send to unsubscribed recipient"),
    code(21611, 400, "This 'From' number has exceeded the maximum number of queued messages"),
    code(21614, 400, "'To' number is not a valid mobile number"),
    code(21617, 400, "The concatenated message body exceeds the 1600 character limit."),
    code(21619, 400, "A text message body or media urls must be specified."),
    code(21620, 400, "Invalid media URL(s)"),
    code(21623, 400, "Number of media files exceeds allowed limit"),
    code(21624, 400, "Invalid validity period value"),
    code(21654, 400, "ContentSid Required"),
    code(21655, 400, "The ContentSid is Invalid"),
    code(21656, 400, "The Content Variables parameter is invalid."),
    code(21658, 400, "Parameter exceeds character limit"),
    code(21701, 400, "The Messaging Service does not exist"),
    code(21703, 400, "The Messaging Service does not contain any phone numbers"),
    code(21705, 400, "The Messaging Service Sid is invalid"),
    code(21711, 400, "The 'From' number specified does not belong to the Messaging Service"),
    code(21910, 400, "From and To addresses should be of the same channel."),
    code(30001, 400, "Queue overflow"),
    code(30002, 403, "Account suspended"),
    code(30007, 400, "Message filtered"),
    code(30008, 400, "Unknown error"),
    code(30409, 409, "This message cannot be canceled"),
    code(63001, 400, "Channel could not authenticate the request"),
    code(63003, 400, "Channel could not find To address"),
    code(63005, 400, "Channel did not accept given content"),
    code(63007, 400, "Twilio could not find a Channel with the specified From address"),
    code(63008, 400, "The channel module has been misconfigured"),
    code(63010, 500, "Channels - Twilio Internal error"),
    code(63012, 500, "Channel provider returned an internal service error"),
    code(63013, 400, "The message violates the channel provider's policy"),
    code(63014, 400, "The message was blocked by a user action"),
    code(63015, 400, "Channel Sandbox can only send messages to phone numbers that have joined the Sandbox"),
    code(63016, 400, "Failed to send freeform message because you are outside the allowed window. If you are using WhatsApp, please use a Message Template."),
    code(63017, 429, "Rate limit exceeded"),
    code(63018, 429, "Rate limit exceeded for Channel"),
    code(63019, 400, "Media failed to download"),
    code(63020, 400, "The invitation of the Business Manager has not been accepted"),
    code(63021, 400, "Channel invalid content error"),
    code(63023, 400, "Channel generic error"),
    code(63024, 400, "Invalid message recipient"),
    code(63026, 400, "The message was flagged as spam"),
    code(63027, 400, "Template does not exist for a language and locale"),
    code(63028, 400, "Number of parameters provided does not match the expected number of parameters"),
    code(63030, 400, "Unsupported parameter for type of channels message"),
    code(63031, 400, "Channels message cannot have same From and To"),
    code(63032, 400, "This user takes part in an experiment of WhatsApp"),
    code(63033, 400, "Recipient opted out"),
    code(63034, 400, "Media exceeds size limits supported by the channel"),
    code(63038, 429, "Account exceeded the daily messages limit"),
    code(63040, 400, "Template rejected"),
    code(63041, 400, "Template paused"),
    code(63042, 400, "Template disabled"),
    code(63049, 400, "Meta chose not to deliver this WhatsApp marketing message"),
    code(63050, 400, "Recipient opted out of marketing messages"),
    code(63051, 400, "The WhatsApp Business Account is locked"),
    code(92002, 400, "Too many variables"),
    code(92007, 400, "Invalid content variables"),
    code(92008, 400, "Unsupported Content Type"),
    code(92009, 400, "The content has been submitted for approval already"),
];

/// Twilio's code for what Meta has another code for. A code of Twilio's own stays, and what has no counterpart
/// becomes the generic 63023.
pub(crate) fn equivalent(number: i64) -> i64 {
    let found = EQUIVALENTS.iter().find(|(meta, _)| *meta == number);
    match found {
        Some((_, twilio)) => *twilio,
        // Twilio's codes have five digits, and Meta has one such code only.
        None if (10_000..100_000).contains(&number) && number != 80_007 => number,
        None => 63_023,
    }
}

const EQUIVALENTS: &[(i64, i64)] = &[
    (80_007, 63_018),
    (130_429, 63_018),
    (130_472, 63_032),
    (131_000, 63_012),
    (131_008, 63_021),
    (131_009, 63_021),
    (131_016, 63_012),
    (131_021, 63_031),
    (131_026, 63_024),
    (131_030, 21_608),
    (131_031, 63_051),
    (131_047, 63_016),
    (131_048, 63_018),
    (131_049, 63_049),
    (131_050, 63_050),
    (131_051, 63_005),
    (131_052, 63_019),
    (131_053, 63_019),
    (131_056, 63_018),
    (132_000, 63_028),
    (132_001, 63_027),
    (132_007, 63_013),
    (132_012, 63_028),
    (132_015, 63_041),
    (132_016, 63_042),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_meta_refuses_has_a_code_at_twilio() {
        assert_eq!(equivalent(131_026), 63_024);
        assert_eq!(equivalent(63_003), 63_003);
        assert_eq!(equivalent(137_000), 63_023);
        let known = |number: &i64| TABLE.iter().any(|code| code.number == *number);
        assert!(EQUIVALENTS.iter().all(|(_, twilio)| known(twilio)));
    }
}
