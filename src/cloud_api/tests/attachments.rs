//! Media and places.

use serde_json::{Value, json};

use super::refused;
use crate::bindings::uip::whatsapp::outgoing::{MediaMessage, MediaType};
use crate::cloud_api::{Content, Location, MediaContent, Message, Recipient};

const KINDS: [(MediaType, &str); 5] = [
    (MediaType::Image, "image"),
    (MediaType::Video, "video"),
    (MediaType::Audio, "audio"),
    (MediaType::Document, "document"),
    (MediaType::Sticker, "sticker"),
];

/// A file that is already uploaded.
pub fn media(media_type: MediaType) -> MediaMessage {
    MediaMessage {
        phone_number: String::new(),
        media_type,
        link: None,
        media_id: Some("2871834006348767".to_owned()),
        caption: None,
        filename: None,
        bucket_name: None,
        object_name: None,
        link_seconds: None,
        link_fallback: None,
        mime_type: None,
        file_size: None,
        voice: None,
        recipient_identity_key_hash: None,
        reply_to: None,
        callback_data: None,
    }
}

fn sent(content: Content) -> Value {
    let message = Message {
        recipient: Recipient::parse("+39 333 1234567", None).unwrap(),
        content,
        identity: None,
        direct_send: None,
        reply_to: None,
        callback_data: None,
    };
    serde_json::from_str(&message.json()).unwrap()
}

#[test]
fn a_file_is_sent_under_its_kind_by_id_or_by_link() {
    for (kind, name) in KINDS {
        let body = sent(Content::Media(MediaContent::parse(media(kind)).unwrap()));
        assert_eq!(body["type"], name);
        assert_eq!(body[name], json!({"id": "2871834006348767"}));
        let linked = MediaMessage {
            link: Some(" https://bakery.example/file ".to_owned()),
            media_id: Some(String::new()),
            ..media(kind)
        };
        let body = sent(Content::Media(MediaContent::parse(linked).unwrap()));
        assert_eq!(body[name], json!({"link": "https://bakery.example/file"}));
    }
}

#[test]
fn exactly_one_of_link_and_id_is_given() {
    let both = MediaMessage {
        link: Some("https://bakery.example/file".to_owned()),
        ..media(MediaType::Image)
    };
    let neither = MediaMessage {
        media_id: None,
        ..media(MediaType::Image)
    };
    for (request, found) in [(both, "more than one"), (neither, "none")] {
        let failure = refused(MediaContent::parse(request));
        assert_eq!(failure.code, "conflicting-fields");
        for part in ["link", "mediaId", "bucketName", found] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
    }
}

#[test]
fn a_link_and_an_id_have_their_form() {
    for bad in [
        "bakery.example/file",
        "https://a b",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://?x",
        "https://#",
        "http://:/x",
    ] {
        let failure = refused(MediaContent::parse(MediaMessage {
            link: Some(bad.to_owned()),
            media_id: None,
            ..media(MediaType::Image)
        }));
        assert_eq!(failure.code, "invalid-media-link", "{bad}");
        let named = "field link must be a URL that begins with http:// or https://";
        assert!(failure.error.contains(named), "{}", failure.error);
    }
    for bad in ["a b", "a/b", "a\nb", "menu.pdf", "C:\\menu.pdf"] {
        let failure = refused(MediaContent::parse(MediaMessage {
            media_id: Some(bad.to_owned()),
            ..media(MediaType::Image)
        }));
        assert_eq!(failure.code, "invalid-media-id", "{bad}");
        let advice = "upload it with the command uploadMedia first";
        assert!(failure.advice.contains(advice), "{}", failure.advice);
        assert!(failure.error.contains("field mediaId"), "{}", failure.error);
    }
    let with_id = |length: usize| {
        MediaContent::parse(MediaMessage {
            media_id: Some("7".repeat(length)),
            ..media(MediaType::Image)
        })
    };
    assert!(with_id(512).is_ok());
    let failure = refused(with_id(513));
    assert!(
        failure.error.contains("1 to 512") && failure.error.contains("it has 513 characters"),
        "{}",
        failure.error
    );
}

#[test]
fn the_advice_on_a_link_says_what_to_do_about_this_one() {
    for (link, advice) in [
        ("https://example.com/my menu.pdf", "%20"),
        ("http://example.com/a?b=c d", "%20"),
        ("/home/anna/menu.pdf", "uploadMedia"),
        ("./menu.pdf", "uploadMedia"),
        ("menu.pdf", "uploadMedia"),
        ("C:\\Users\\anna\\menu.pdf", "uploadMedia"),
        ("file:///home/anna/menu.pdf", "uploadMedia"),
        ("data:image/png;base64,QUFB", "without the prefix"),
        ("data:image/png;base64,QUFB", "uploadMedia"),
        ("https://", "public https URL"),
    ] {
        let failure = refused(MediaContent::parse(MediaMessage {
            link: Some(link.to_owned()),
            media_id: None,
            ..media(MediaType::Image)
        }));
        assert_eq!(failure.code, "invalid-media-link", "{link}");
        assert!(
            failure.advice.contains(advice),
            "{link}: {}",
            failure.advice
        );
    }
}

#[test]
fn what_goes_with_a_file_depends_on_its_kind() {
    type Change = fn(&mut MediaMessage);
    let changes: [(&str, Change, Value, &[&str]); 3] = [
        (
            "caption",
            |it| it.caption = Some("Rye".to_owned()),
            json!("Rye"),
            &["image", "video", "document"],
        ),
        (
            "filename",
            |it| it.filename = Some("menu.pdf".to_owned()),
            json!("menu.pdf"),
            &["document"],
        ),
        ("voice", |it| it.voice = Some(true), json!(true), &["audio"]),
    ];
    for (field, change, value, kinds) in changes {
        for (kind, name) in KINDS {
            let mut request = media(kind);
            change(&mut request);
            let content = MediaContent::parse(request);
            if kinds.contains(&name) {
                assert_eq!(sent(Content::Media(content.unwrap()))[name][field], value);
            } else {
                let failure = refused(content);
                assert_eq!(failure.code, "misplaced-field", "{field} {name}");
                assert!(failure.error.contains(field), "{}", failure.error);
            }
        }
    }
}

#[test]
fn what_is_blank_or_false_goes_with_every_kind() {
    for (kind, name) in KINDS {
        let request = MediaMessage {
            caption: Some(" ".to_owned()),
            filename: Some(String::new()),
            voice: Some(false),
            ..media(kind)
        };
        let body = sent(Content::Media(MediaContent::parse(request).unwrap()));
        assert_eq!(body[name], json!({"id": "2871834006348767"}));
    }
}

#[test]
fn a_place_is_sent_with_what_is_known_of_it() {
    let place = Location::parse("", 45.4642, -9.19, Some("Bakery"), Some(" ")).unwrap();
    assert_eq!(
        sent(Content::Location(place))["location"],
        json!({"latitude": "45.4642", "longitude": "-9.19", "name": "Bakery"})
    );
}

#[test]
fn a_place_lies_on_the_globe() {
    let place = |latitude, longitude| Location::parse("", latitude, longitude, None, None);
    for (latitude, longitude) in [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)] {
        assert!(place(latitude, longitude).is_ok());
    }
    for (latitude, longitude, field, limit, given) in [
        (90.000_001, 0.0, "latitude", "90", "90.000001"),
        (-90.000_001, 0.0, "latitude", "90", "-90.000001"),
        (0.0, 180.000_001, "longitude", "180", "180.000001"),
        (0.0, -180.000_001, "longitude", "180", "-180.000001"),
        (f64::NAN, 0.0, "latitude", "90", "not a number"),
        (0.0, f64::INFINITY, "longitude", "180", "too large"),
    ] {
        let failure = refused(place(latitude, longitude));
        assert_eq!(failure.code, "invalid-location");
        for part in [field, limit, given] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
    }
}
