//! A designer reads the same limits in `adapter.json`.

use serde_json::Value;

use super::counts::COUNTS;
use super::texts::TEXTS;

/// The row of a command's request in the manifest.
fn row<'a>(manifest: &'a Value, command: &str, field: &str) -> &'a Value {
    let named = |list: &'a Value, name: &str| {
        let mut rows = list.as_array().unwrap().iter();
        rows.find(|row| row["name"] == name)
            .unwrap_or_else(|| panic!("{command} has no {name}"))
    };
    let command = named(&manifest["commands"], command);
    named(&command["request"], field)
}

fn manifest() -> Value {
    serde_json::from_str(include_str!("../../../../adapter.json")).unwrap()
}

#[test]
fn every_length_stands_in_the_manifest() {
    let manifest = manifest();
    for limit in TEXTS {
        let row = row(&manifest, limit.command, limit.field);
        let (command, field, most) = (limit.command, limit.field, limit.most);
        assert_eq!(row["maximumLength"], most, "{command} {field}");
    }
}

#[test]
fn every_range_of_numbers_stands_in_the_manifest() {
    let manifest = manifest();
    for (field, least, most) in [
        ("header.location.latitude", -90, 90),
        ("header.location.longitude", -180, 180),
        ("cards[0].header.location.latitude", -90, 90),
        ("cards[0].header.location.longitude", -180, 180),
        ("buttons[0].index", 0, 9),
        ("cards[0].buttons[0].index", 0, 9),
    ] {
        for command in ["sendMessageTextTemplate", "renderTemplate"] {
            let row = row(&manifest, command, field);
            assert_eq!(row["minimumValue"], least, "{command} {field}");
            assert_eq!(row["maximumValue"], most, "{command} {field}");
        }
    }
    for command in ["sendMessageTextTemplate", "renderTemplate"] {
        let row = row(&manifest, command, "offerExpirationTimeMs");
        assert_eq!(row["minimumValue"], 1_000_000_000_000_u64, "{command}");
    }
    for (command, field, least, most) in [
        ("sendMessageLocation", "latitude", -90, 90),
        ("sendMessageLocation", "longitude", -180, 180),
        ("listTemplates", "limit", 1, 1000),
        ("sendMessageText", "directSend.ttlSeconds", 30, 43_200),
        ("sendMessageButtons", "directSend.ttlSeconds", 30, 43_200),
        ("sendMessageLink", "directSend.ttlSeconds", 30, 43_200),
        ("downloadMedia", "maxBytes", 1, 104_857_600),
        ("createChatLink", "borderRadius", 0, 50),
    ] {
        let row = row(&manifest, command, field);
        assert_eq!(row["minimumValue"], least, "{command} {field}");
        assert_eq!(row["maximumValue"], most, "{command} {field}");
    }
}

#[test]
fn the_limits_of_the_account_stand_in_the_manifest() {
    let manifest = manifest();
    for (command, field, most) in [
        ("updateBusinessProfile", "email", 128),
        ("updateBusinessProfile", "websites", 2),
        ("registerNumber", "pin", 6),
        ("registerNumber", "dataLocalizationRegion", 2),
        ("subscribeWebhook", "callbackUrl", 200),
        ("subscribeWebhook", "verifyToken", 1000),
        ("testConnection", "templateId", 100),
        ("getMessageStatus", "messageId", 512),
    ] {
        let row = row(&manifest, command, field);
        assert_eq!(row["maximumLength"], most, "{command} {field}");
    }
}

#[test]
fn every_number_of_entries_stands_in_the_manifest() {
    let manifest = manifest();
    for limit in COUNTS {
        let row = row(&manifest, limit.command, limit.field);
        assert_eq!(row["maximumLength"], limit.most, "{}", limit.field);
        if let Some(least) = row.get("minimumLength") {
            assert_eq!(*least, limit.least, "{}", limit.field);
        }
    }
}
