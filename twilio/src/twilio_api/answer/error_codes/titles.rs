//! What an error number is called in a status, where Twilio gives the number alone.

/// The title of an error number.
pub fn title(code: i64) -> Option<&'static str> {
    let at = TITLES.binary_search_by_key(&code, |(code, _)| *code).ok()?;
    TITLES.get(at).map(|(_, title)| *title)
}

/// In the order of the numbers.
static TITLES: &[(i64, &str)] = &[
    (11_200, "A URL could not be fetched"),
    (12_300, "A file has a type that cannot be sent"),
    (21_610, "The recipient asked for no more messages"),
    (21_611, "The sender's queue is full"),
    (21_703, "The Messaging Service has no sender"),
    (30_001, "The queue is full"),
    (30_002, "The account is suspended"),
    (30_007, "Filtered"),
    (30_008, "Unknown error"),
    (63_001, "WhatsApp rejected the sender's credentials"),
    (63_002, "No sender with this address"),
    (63_003, "The recipient is not on WhatsApp"),
    (63_005, "WhatsApp did not accept the content"),
    (63_006, "The content could not be written for WhatsApp"),
    (63_007, "No WhatsApp sender with this address"),
    (63_008, "The sender is not set up right"),
    (63_009, "WhatsApp failed"),
    (63_010, "Twilio failed"),
    (63_011, "WhatsApp rejected the request"),
    (63_012, "WhatsApp failed inside"),
    (63_013, "WhatsApp's policy forbids the message"),
    (63_014, "The recipient blocked the sender"),
    (63_015, "The recipient has not joined the sandbox"),
    (63_016, "Outside the 24-hour window, and no template"),
    (63_017, "Too many messages"),
    (63_018, "WhatsApp's rate limit was exceeded"),
    (63_019, "The file could not be fetched"),
    (
        63_020,
        "Twilio's invitation in Business Manager was not accepted",
    ),
    (63_021, "WhatsApp rejected the content"),
    (63_022, "The name's certificate is invalid"),
    (63_023, "WhatsApp failed without a reason"),
    (63_024, "The recipient cannot receive this"),
    (63_025, "The file exists already"),
    (63_026, "Flagged as spam"),
    (63_027, "The template does not exist in this language"),
    (63_028, "The number of the template's variables differs"),
    (63_029, "The recipient could not fetch the template"),
    (63_030, "A parameter is not allowed for this type"),
    (63_031, "Sender and recipient are the same"),
    (63_032, "The recipient is in an experiment of WhatsApp's"),
    (63_033, "The recipient asked for no more messages"),
    (63_034, "The file is too large"),
    (
        63_037,
        "The file could not be handed over yet; Twilio repeats it",
    ),
    (63_038, "The account's limit for the day was exceeded"),
    (63_040, "The template was rejected"),
    (63_041, "The template is paused"),
    (63_042, "The template is disabled"),
    (63_049, "Meta chose not to deliver this marketing message"),
    (63_050, "The recipient asked for no more marketing messages"),
    (63_051, "The sender is locked"),
    (63_053, "The template is not synchronised yet"),
    (63_054, "The template is unavailable"),
    (63_055, "The sender may send marketing messages only"),
    (63_056, "The account's type does not allow this"),
    (63_058, "The recipient's country is restricted"),
    (63_059, "The number moved to another account"),
    (63_112, "Meta disabled the WhatsApp account"),
];

#[cfg(test)]
mod tests {
    use super::{TITLES, title};

    #[test]
    fn every_title_is_found() {
        assert!(TITLES.is_sorted_by_key(|(code, _)| *code));
        for (code, expected) in TITLES {
            assert_eq!(title(*code), Some(*expected));
        }
        assert_eq!(title(1), None);
    }
}
