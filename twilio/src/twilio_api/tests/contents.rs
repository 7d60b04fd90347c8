//! What each kind of message is in Twilio's parameters.

use super::bodies::{callback, decoded, parameters, refused, sender, to};
use crate::bindings::uip::whatsapp_twilio::outgoing::{LocationMessage, MediaMessage, MediaType};
use crate::twilio_api::message::{self, Content};
use uip_kit::signed_link::Storage;

fn file(media_type: MediaType) -> MediaMessage {
    MediaMessage {
        phone_number: String::new(),
        media_type,
        link: Some("https://a.example/x.jpg".to_owned()),
        bucket_name: None,
        object_name: None,
        link_seconds: None,
        caption: None,
        callback_data: None,
    }
}

const KINDS: [MediaType; 5] = [
    MediaType::Image,
    MediaType::Video,
    MediaType::Audio,
    MediaType::Document,
    MediaType::Sticker,
];

#[test]
fn a_file_is_sent_by_its_link_and_a_caption_only_below_a_picture() {
    for kind in KINDS {
        let content = message::media(file(kind), None).unwrap();
        assert_eq!(
            parameters(&content),
            "MediaUrl=https%3A%2F%2Fa.example%2Fx.jpg"
        );
        let with_caption = MediaMessage {
            caption: Some("This week".to_owned()),
            ..file(kind)
        };
        let content = message::media(with_caption, None);
        if kind == MediaType::Image {
            let sent = "Body=This+week&MediaUrl=https%3A%2F%2Fa.example%2Fx.jpg";
            assert_eq!(parameters(&content.unwrap()), sent);
        } else {
            assert_eq!(refused(content).code, "caption-not-delivered");
        }
    }
}

#[test]
fn a_caption_has_twilios_limit() {
    let caption = |count| MediaMessage {
        caption: Some("è".repeat(count)),
        ..file(MediaType::Image)
    };
    assert!(message::media(caption(1600), None).is_ok());
    assert_eq!(
        refused(message::media(caption(1601), None)).code,
        "text-too-long"
    );
}

#[test]
fn a_link_is_on_the_web() {
    for link in [
        "a.example/x.jpg",
        "file:///etc/passwd",
        "https://",
        "https://a.example/a b",
        "https://a.example/\r\nX: 1",
        "data:image/png;base64,AAAA",
    ] {
        let media = MediaMessage {
            link: Some(link.to_owned()),
            ..file(MediaType::Image)
        };
        assert_eq!(
            refused(message::media(media, None)).code,
            "invalid-media-link",
            "{link}"
        );
    }
    let none = MediaMessage {
        link: Some(" ".to_owned()),
        ..file(MediaType::Image)
    };
    assert_eq!(
        refused(message::media(none, None)).code,
        "conflicting-fields"
    );
}

#[test]
fn a_stored_file_is_sent_by_a_signed_link() {
    let stored = MediaMessage {
        link: None,
        bucket_name: Some("bakery-menus".to_owned()),
        object_name: Some("2026/menu & more.pdf".to_owned()),
        link_seconds: Some(3600),
        ..file(MediaType::Document)
    };
    let storage = Storage::new(
        "https://storage.googleapis.com",
        "auto",
        "key",
        "secret-key",
    );
    let named = message::stored_file(&stored).unwrap().unwrap();
    let link = named.link(&storage.unwrap(), 1_795_248_000).unwrap();
    let content = message::media(stored.clone(), Some(link.clone())).unwrap();
    assert!(link.starts_with(
        "https://storage.googleapis.com/bakery-menus/2026/menu%20%26%20more.pdf?X-Amz-"
    ));
    assert!(!link.contains("secret-key"));
    let sent = decoded(&parameters(&content));
    assert_eq!(sent, [("MediaUrl".to_owned(), link)]);

    let both = MediaMessage {
        link: Some("https://a.example".to_owned()),
        ..stored.clone()
    };
    assert_eq!(
        refused(message::stored_file(&both)).code,
        "conflicting-fields"
    );
    let half = MediaMessage {
        object_name: None,
        ..stored
    };
    assert_eq!(
        refused(message::stored_file(&half)).code,
        "incomplete-stored-file"
    );
    let lost = MediaMessage {
        link_seconds: Some(1),
        ..file(MediaType::Image)
    };
    assert_eq!(refused(message::stored_file(&lost)).code, "misplaced-field");
}

fn place(name: Option<&str>, address: Option<&str>) -> LocationMessage {
    LocationMessage {
        phone_number: String::new(),
        latitude: 45.4642,
        longitude: -9.19,
        name: name.map(str::to_owned),
        address: address.map(str::to_owned),
        callback_data: None,
    }
}

#[test]
fn a_place_has_a_name_and_its_degrees_without_an_exponent() {
    let sent = |name, address| {
        let content = message::location(place(name, address)).unwrap();
        let [body, action] = &decoded(&parameters(&content))[..] else {
            panic!("two parameters")
        };
        assert_eq!(
            (body.0.as_str(), action.0.as_str()),
            ("Body", "PersistentAction")
        );
        (body.1.clone(), action.1.clone())
    };
    let owned = |body: &str, action: &str| (body.to_owned(), action.to_owned());
    assert_eq!(
        sent(Some("Bakery"), Some("Quay 1|\n2")),
        owned("Bakery", "geo:45.4642,-9.19|Quay 1  2")
    );
    assert_eq!(
        sent(Some("Bakery"), None),
        owned("Bakery", "geo:45.4642,-9.19|Bakery")
    );
    assert_eq!(
        sent(None, Some("Quay 1")),
        owned("Quay 1", "geo:45.4642,-9.19|Quay 1")
    );
    assert_eq!(
        sent(None, Some(" ")),
        owned("45.4642,-9.19", "geo:45.4642,-9.19")
    );
    let small = LocationMessage {
        latitude: 1e-7,
        ..place(None, None)
    };
    let content = message::location(small).unwrap();
    assert!(parameters(&content).contains("geo%3A0.0000001%2C-9.19"));
}

#[test]
fn a_place_is_on_the_globe() {
    for (latitude, longitude) in [
        (90.1, 0.0),
        (0.0, -180.1),
        (f64::NAN, 0.0),
        (f64::INFINITY, 0.0),
    ] {
        let place = LocationMessage {
            latitude,
            longitude,
            ..place(None, None)
        };
        assert_eq!(refused(message::location(place)).code, "invalid-location");
    }
    let named = |count| message::location(place(Some(&"è".repeat(count)), None));
    assert!(named(1000).is_ok());
    assert_eq!(refused(named(1001)).code, "text-too-long");
}

fn raw(payload: &str) -> Content {
    message::raw(payload).unwrap()
}

#[test]
fn parameters_are_sent_under_their_own_names() {
    let content = raw(
        r#"{"ContentSid":"HX1","ContentVariables":{"1":"Ada"},"To":"whatsapp:+1","From":"x",
            "MessagingServiceSid":"MG1","ValidityPeriod":60,"ProvideFeedback":true,"New":"x"}"#,
    );
    assert_eq!(
        parameters(&content),
        "ContentSid=HX1&ContentVariables=%7B%221%22%3A%22Ada%22%7D&ValidityPeriod=60&\
         ProvideFeedback=true&New=x"
    );
    let list = raw(
        r#"{"Body":"no","MediaUrl":["https://a.example/1","https://a.example/2"],"Body":"yes"}"#,
    );
    assert_eq!(
        parameters(&list),
        "Body=yes&MediaUrl=https%3A%2F%2Fa.example%2F1&MediaUrl=https%3A%2F%2Fa.example%2F2"
    );
}

#[test]
fn parameters_that_twilio_would_ignore_or_not_understand_are_refused() {
    for (payload, said) in [
        ("", "is empty"),
        ("[]", "must be a JSON object"),
        ("{", "is not valid JSON"),
        ("{}", "nothing to send"),
        (r#"{"To":"whatsapp:+1"}"#, "nothing to send"),
        (r#"{"contentSid":"HX1"}"#, "the parameter is ContentSid"),
        (
            r#"{"Body":"a","mediaurl":"x"}"#,
            "the parameter is MediaUrl",
        ),
        (
            r#"{"Body":{"a":1}}"#,
            "Body in the field payload must be a text",
        ),
        (r#"{"Body":null}"#, "must be a text"),
        (r#"{"Body":[["a"]]}"#, "must be a text"),
        (r#"{"Body":"a","a b":"x"}"#, "no name of a parameter"),
        (r#"{"Body":"a","To&Body":"x"}"#, "no name of a parameter"),
        (r#"{"Body":"a\ud800"}"#, "unpaired surrogate"),
    ] {
        let failure = refused(message::raw(payload));
        assert_eq!(failure.code, "invalid-payload");
        assert!(failure.error.contains(said), "{payload}: {}", failure.error);
    }
    let many = |count| {
        let members: Vec<_> = (0..count).map(|n| format!(r#""P{n}":"x""#)).collect();
        message::raw(&format!(r#"{{"Body":"a",{}}}"#, members.join(",")))
    };
    assert!(many(63).is_ok());
    assert!(refused(many(64)).error.contains("at most 64"));
}

#[test]
fn a_status_callback_of_the_payload_is_kept_unless_a_reference_needs_another() {
    let content = raw(r#"{"Body":"a","StatusCallback":"https://mine.example"}"#);
    let end = |reference| {
        let callback = callback(reference, Some("https://a.example")).unwrap();
        let body = message::body(&to("+393331234567"), &sender(), &content, &callback);
        body.split_once("&Body=a").unwrap().1.to_owned()
    };
    assert_eq!(end(None), "&StatusCallback=https%3A%2F%2Fmine.example");
    assert_eq!(
        end(Some("r")),
        "&StatusCallback=https%3A%2F%2Fa.example%3Fref%3Dr"
    );
}
