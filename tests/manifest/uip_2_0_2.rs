//! A flow built for version 2.0.2 of UIP's adapter runs unchanged: all that
//! its tables name is still there, of the same type, and nothing more is
//! required.

use crate::manifest::{self, list, named, table, text};

/// Name, maximum and minimum length. All required, all strings.
const PROPERTIES: &[(&str, u64, u64)] = &[
    ("authenticationToken", 1000, 20),
    ("apiVersion", 100, 1),
    ("phoneNumberId", 100, 1),
];

/// Name, request (all required, all strings), response (all strings).
const COMMANDS: &[(&str, &[&str], &[&str])] = &[
    (
        "sendMessageText",
        &["phoneNumber", "message"],
        &["status", "messageId", "code", "error"],
    ),
    (
        "sendMessageTextTemplate",
        &["phoneNumber", "templateName", "languageCode"],
        &["status", "messageId", "code", "error"],
    ),
    (
        "sendMessageReaction",
        &["phoneNumber", "messageId", "emoji"],
        &["status", "messageId", "code", "error"],
    ),
    ("processWebhook", &["whatsAppNotification"], &["status"]),
];

/// Name, properties with their types.
const EVENTS: &[(&str, &[(&str, &str)])] = &[
    (
        "customer_message",
        &[
            ("contacts", "array"),
            ("contacts[0].wa_id", "string"),
            ("contacts[0].profile.name", "string"),
            ("messages", "array"),
            ("messages[0].id", "string"),
            ("messages[0].from", "string"),
            ("messages[0].timestamp", "string"),
            ("messages[0].type", "string"),
            ("messages[0].errors", "array"),
            ("messages[0].errors[0].code", "string"),
            ("messages[0].errors[0].title", "string"),
            ("messages[0].errors[0].error_data.details", "string"),
        ],
    ),
    (
        "status_changed",
        &[
            ("statuses", "array"),
            ("statuses[0].id", "string"),
            ("statuses[0].status", "string"),
            ("statuses[0].timestamp", "string"),
            ("statuses[0].recipient_id", "string"),
            ("statuses[0].errors", "array"),
            ("statuses[0].errors[0].code", "string"),
            ("statuses[0].errors[0].title", "string"),
            ("statuses[0].errors[0].error_data.details", "string"),
        ],
    ),
];

/// Version, type, tracking number, date.
const RELEASES: &[(&str, &str, &str, Option<&str>)] = &[
    ("2.0.1", "Initial", "NAP-3858", None),
    ("2.0.2", "Maintenance", "NAP-27635", Some("2024-07-31")),
];

#[test]
fn its_properties_are_there_and_no_other_is_required() {
    let manifest = manifest::read();
    for (name, maximum, minimum) in PROPERTIES {
        let row = named(&manifest, "properties", name);
        assert_eq!(text(row, "type"), "string", "{name}");
        assert_eq!(row["maximumLength"], *maximum, "{name}");
        assert_eq!(row["minimumLength"], *minimum, "{name}");
    }
    let required: Vec<&str> = list(&manifest, "properties")
        .iter()
        .filter(|row| row["isRequired"] == true)
        .map(|row| text(row, "name"))
        .collect();
    let theirs: Vec<&str> = PROPERTIES.iter().map(|row| row.0).collect();
    assert_eq!(required, theirs);
}

#[test]
fn its_commands_are_there_and_require_nothing_more() {
    let manifest = manifest::read();
    for (name, request, response) in COMMANDS {
        let command = named(&manifest, "commands", name);
        let required: Vec<&str> = list(command, "request")
            .iter()
            // A nested row is required only where its parent is given.
            .filter(|row| !text(row, "name").contains(['.', '[']))
            .filter(|row| row["isRequired"] == true)
            .map(|row| text(row, "name"))
            .collect();
        assert_eq!(required, *request, "request of {name}");
        for row in *request {
            assert_eq!(table(command, "request")[*row], "string", "{row}");
        }
        for row in *response {
            assert_eq!(table(command, "response")[*row], "string", "{row}");
        }
    }
}

#[test]
fn its_events_are_there_with_all_their_properties() {
    let manifest = manifest::read();
    for (name, properties) in EVENTS {
        let rows = table(named(&manifest, "events", name), "properties");
        for (property, kind) in *properties {
            let row = rows.get(*property);
            assert_eq!(row.map(String::as_str), Some(*kind), "{name}: {property}");
        }
    }
}

#[test]
fn its_rows_come_first_in_every_table() {
    let manifest = manifest::read();
    let first = |parent, key, count: usize| -> Vec<String> {
        let rows = list(parent, key).iter().take(count);
        rows.map(|row| text(row, "name").to_owned()).collect()
    };
    for (name, request, response) in COMMANDS {
        let command = named(&manifest, "commands", name);
        assert_eq!(first(command, "request", request.len()), *request);
        assert_eq!(first(command, "response", response.len()), *response);
    }
    for (name, properties) in EVENTS {
        let event = named(&manifest, "events", name);
        let names: Vec<&str> = properties.iter().map(|row| row.0).collect();
        assert_eq!(first(event, "properties", names.len()), names);
    }
}

#[test]
fn its_release_history_goes_on() {
    let manifest = manifest::read();
    let history = list(&manifest, "releaseHistory");
    for (row, (version, kind, tracking, date)) in history.iter().zip(RELEASES) {
        assert_eq!(text(row, "version"), *version);
        assert_eq!(text(row, "type"), *kind);
        assert_eq!(text(row, "tracking"), *tracking);
        assert_eq!(row.get("date").and_then(|date| date.as_str()), *date);
    }
    assert!(history.len() > RELEASES.len());
}
