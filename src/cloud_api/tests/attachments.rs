//! Media, places and contact cards.

use serde_json::{Value, json};

use super::refused;
use crate::bindings::uip::whatsapp::contacts::{
    ContactCard, ContactEmail, ContactName, ContactOrg, ContactPhone,
};
use crate::bindings::uip::whatsapp::media::{MediaMessage, MediaType};
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::{Contacts, Content, Location, MediaContent, Message, Recipient};

const KINDS: [(MediaType, &str); 5] = [
    (MediaType::Image, "image"),
    (MediaType::Video, "video"),
    (MediaType::Audio, "audio"),
    (MediaType::Document, "document"),
    (MediaType::Sticker, "sticker"),
];

fn media(media_type: MediaType) -> MediaMessage {
    MediaMessage {
        phone_number: String::new(),
        media_type,
        link: None,
        media_id: Some("2871834006348767".to_owned()),
        caption: None,
        filename: None,
        voice: None,
        reply_to: None,
        callback_data: None,
    }
}

fn sent(content: Content) -> Value {
    let message = Message {
        recipient: Recipient::parse("+39 333 1234567", None).unwrap(),
        content,
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
    for (request, found) in [(both, "both"), (neither, "neither")] {
        let failure = refused(MediaContent::parse(request));
        assert_eq!(failure.code, "conflicting-fields");
        for part in ["link", "mediaId", found] {
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
    ] {
        let failure = refused(MediaContent::parse(MediaMessage {
            link: Some(bad.to_owned()),
            media_id: None,
            ..media(MediaType::Image)
        }));
        assert_eq!(failure.code, "invalid-media-link", "{bad}");
        assert!(failure.error.contains("field link"), "{}", failure.error);
    }
    for bad in ["a b", "a/b", "a\nb"] {
        let failure = refused(MediaContent::parse(MediaMessage {
            media_id: Some(bad.to_owned()),
            ..media(MediaType::Image)
        }));
        assert_eq!(failure.code, "invalid-media-id", "{bad}");
        assert!(failure.error.contains("field mediaId"), "{}", failure.error);
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

fn card(name: &str) -> ContactCard {
    ContactCard {
        name: ContactName {
            formatted_name: name.to_owned(),
            first_name: None,
            last_name: None,
            middle_name: None,
            suffix: None,
            prefix: None,
        },
        phones: None,
        emails: None,
        addresses: None,
        urls: None,
        org: None,
        birthday: None,
    }
}

fn cards(contacts: Result<Contacts, CommandError>) -> Value {
    sent(Content::Contacts(contacts.unwrap()))["contacts"].take()
}

#[test]
fn a_card_has_a_name_with_one_part_at_least() {
    assert_eq!(
        cards(Contacts::parse(&[card("Ada Byron")])),
        json!([{"name": {"formatted_name": "Ada Byron", "first_name": "Ada Byron"}}])
    );
    let mut parted = card("Ada Byron");
    parted.name.last_name = Some("Byron".to_owned());
    assert_eq!(
        cards(Contacts::parse(&[parted])),
        json!([{"name": {"formatted_name": "Ada Byron", "last_name": "Byron"}}])
    );
    let failure = refused(Contacts::parse(&[card("Ada"), card(" ")]));
    assert_eq!(failure.code, "empty-text");
    assert!(
        failure.error.contains("contacts[1].name.formattedName"),
        "{}",
        failure.error
    );
}

#[test]
fn what_is_blank_in_a_card_is_left_out() {
    let full = ContactCard {
        phones: Some(vec![ContactPhone {
            phone: "+39 333 1234567".to_owned(),
            label: Some(String::new()),
            wa_id: Some("393331234567".to_owned()),
        }]),
        emails: Some(vec![]),
        org: Some(ContactOrg {
            company: Some("Bakery".to_owned()),
            department: Some(" ".to_owned()),
            title: None,
        }),
        birthday: Some(String::new()),
        ..card("Ada")
    };
    assert_eq!(
        cards(Contacts::parse(&[full])),
        json!([{
            "name": {"formatted_name": "Ada", "first_name": "Ada"},
            "phones": [{"phone": "+39 333 1234567", "wa_id": "393331234567"}],
            "org": {"company": "Bakery"},
        }])
    );
    let empty = ContactCard {
        emails: Some(vec![ContactEmail {
            email: String::new(),
            label: None,
        }]),
        ..card("Ada")
    };
    let failure = refused(Contacts::parse(&[empty]));
    assert!(
        failure.error.contains("contacts[0].emails"),
        "{}",
        failure.error
    );
}

#[test]
fn a_birthday_is_a_day_of_the_calendar() {
    let born = |day: &str| {
        Contacts::parse(&[ContactCard {
            birthday: Some(day.to_owned()),
            ..card("Ada")
        }])
    };
    for good in ["1999-01-23", "2000-02-29", "2024-12-31", " 1815-12-10 "] {
        assert!(born(good).is_ok(), "{good}");
    }
    for bad in [
        "1999-02-29",
        "1900-02-29",
        "1999-13-01",
        "1999-00-10",
        "1999-04-31",
        "1999-01-00",
        "99-01-23",
        "1999-1-23",
        "23.01.1999",
        "1999-01-23T00:00",
        "+999-01-23",
    ] {
        let failure = refused(born(bad));
        assert_eq!(failure.code, "invalid-birthday", "{bad}");
        assert!(failure.error.contains("contacts[0].birthday"));
    }
}
