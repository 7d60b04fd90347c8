//! The whole form of each kind of message, as Twilio's pages have it.

use serde_json::json;

use super::bodies::{callback, decoded, sender, to};
use crate::bindings::uip::whatsapp_twilio::outgoing::{
    ButtonsMessage, LinkMessage, ListMessage, ListRow, ListSection, LocationMessage, MediaMessage,
    MediaType, ReplyButton,
};
use crate::bindings::uip::whatsapp_twilio::templates::TemplateParameter;
use crate::twilio_api::interactive::Interactive;
use crate::twilio_api::message::{self, Content};
use crate::twilio_api::template::{self, TemplateValues, Values};

const SID: &str = "HXd6b4cbdd54f16e7008761e6587314043";

fn text(text: &str) -> String {
    text.to_owned()
}

/// The parameters of a message with this content, after those that say to whom, from
/// whom and where its statuses go.
fn form(content: &Content) -> Vec<(String, String)> {
    let callback = callback(Some("o-1"), Some("https://hooks.example.com/status")).unwrap();
    let body = message::body(&to("+447700900123"), &sender(), content, &callback);
    let mut parameters = decoded(&body);
    let pair = |name: &str, value: &str| (text(name), text(value));
    assert_eq!(
        parameters.drain(..2).collect::<Vec<_>>(),
        [
            pair("To", "whatsapp:+447700900123"),
            pair("From", "whatsapp:+14155238886"),
        ]
    );
    assert_eq!(
        parameters.pop().unwrap(),
        pair("StatusCallback", "https://hooks.example.com/status?ref=o-1")
    );
    parameters
}

#[track_caller]
fn has(content: &Content, expected: &[(&str, &str)]) {
    let form = form(content);
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(form, expected);
}

#[test]
fn a_text() {
    let content = message::text(text("Your table is ready.")).unwrap();
    has(&content, &[("Body", "Your table is ready.")]);
}

#[test]
fn a_picture_with_a_caption() {
    let content = message::media(
        MediaMessage {
            phone_number: String::new(),
            media_type: MediaType::Image,
            link: Some(text("https://example.com/menu.jpg")),
            bucket_name: None,
            object_name: None,
            link_seconds: None,
            caption: Some(text("This week")),
            callback_data: None,
        },
        None,
    );
    has(
        &content.unwrap(),
        &[
            ("Body", "This week"),
            ("MediaUrl", "https://example.com/menu.jpg"),
        ],
    );
}

#[test]
fn a_location() {
    let content = message::location(LocationMessage {
        phone_number: String::new(),
        latitude: 37.787_89,
        longitude: -122.391_78,
        name: Some(text("Twilio")),
        address: Some(text("375 Beale St")),
        callback_data: None,
    });
    has(
        &content.unwrap(),
        &[
            ("Body", "Twilio"),
            ("PersistentAction", "geo:37.78789,-122.39178|375 Beale St"),
        ],
    );
}

#[test]
fn a_template() {
    let definition = json!({"sid": SID, "language": "en", "variables": {"1": "Joe", "2": "O1"},
        "types": {"twilio/text": {"body": "Hi {{1}}! Your order number is {{2}}."}}});
    let parameter = |value: &str| TemplateParameter {
        name: None,
        text: text(value),
    };
    let values = Values::parse(TemplateValues {
        body_parameters: Some(vec![parameter("Ada"), parameter("O12235234")]),
        ..TemplateValues::default()
    });
    let content = template::content(&definition.to_string(), &values.unwrap());
    has(
        &content.unwrap(),
        &[
            ("ContentSid", SID),
            ("ContentVariables", r#"{"1":"Ada","2":"O12235234"}"#),
        ],
    );
}

#[test]
fn buttons_a_list_and_a_link() {
    let buttons = Interactive::buttons(ButtonsMessage {
        phone_number: String::new(),
        body: text("Does 19:30 suit you?"),
        buttons: vec![ReplyButton {
            id: text("keep"),
            title: text("Yes"),
        }],
        callback_data: None,
    });
    let list = Interactive::list(ListMessage {
        phone_number: String::new(),
        body: text("Which bread?"),
        button_text: text("Choose"),
        sections: vec![ListSection {
            rows: vec![ListRow {
                id: text("rye"),
                title: text("Rye"),
                description: None,
            }],
        }],
        callback_data: None,
    });
    let link = Interactive::link(LinkMessage {
        phone_number: String::new(),
        body: text("Choose a day."),
        button_text: text("See days"),
        url: text("https://example.com/days"),
        callback_data: None,
    });
    for (interactive, variables) in [
        (
            buttons,
            r#"{"1":"Does 19:30 suit you?","2":"Yes","3":"keep"}"#,
        ),
        (
            list,
            r#"{"1":"Which bread?","2":"Choose","3":"Rye","4":"rye"}"#,
        ),
        (
            link,
            r#"{"1":"Choose a day.","2":"See days","3":"example.com/days"}"#,
        ),
    ] {
        has(
            &interactive.unwrap().content(SID),
            &[("ContentSid", SID), ("ContentVariables", variables)],
        );
    }
}

#[test]
fn any_parameters() {
    let payload = r#"{"Body":"Later","ScheduleType":"fixed","SendAt":"2026-12-01T10:00:00Z",
        "StatusCallback":"https://another.example"}"#;
    has(
        &message::raw(payload).unwrap(),
        &[
            ("Body", "Later"),
            ("ScheduleType", "fixed"),
            ("SendAt", "2026-12-01T10:00:00Z"),
        ],
    );
}
