//! Every byte of a body: the order of the members, what is left out, and how
//! texts and numbers are written.

mod cards;
mod interactive;
mod template;

use super::attachments;
use super::contacts::card;
use crate::bindings::uip::whatsapp::outgoing::{
    self, ContactAddress, ContactCard, ContactEmail, ContactName, ContactOrg, ContactPhone,
    ContactUrl, DirectSendCategory, MediaMessage, MediaType,
};
use crate::cloud_api::{
    CallbackData, Contacts, Content, DirectSend, Emoji, IdentityKeyHash, Location, MediaContent,
    Message, MessageId, RawContent, Reaction, ReadMark, Recipient, Text,
};

/// What is not plain in a JSON string, and what only looks so.
const TEXT: &str = "a\"\\/\n\r\t\u{8}\u{c}\u{1}\u{7f}é🦀\u{2028}";
const QUOTED: &str = "\"a\\\"\\\\/\\n\\r\\t\\b\\f\\u0001\u{7f}é🦀\u{2028}\"";

/// For a field that is optional.
#[allow(clippy::unnecessary_wraps)]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn message(content: Content) -> Message {
    Message {
        recipient: Recipient::parse("+39 333 1234567", None).unwrap(),
        content,
        identity: None,
        direct_send: None,
        reply_to: None,
        callback_data: None,
    }
}

/// The body of a message, after what all begin with.
fn sent(content: Content) -> String {
    let body = message(content).json();
    let envelope = concat!(
        r#"{"messaging_product":"whatsapp","recipient_type":"individual","#,
        r#""to":"+393331234567","#
    );
    let rest = body.strip_prefix(envelope);
    rest.unwrap_or_else(|| panic!("{body}")).to_owned()
}

fn text(preview_url: Option<bool>) -> Content {
    Content::Text(Text::parse(TEXT.to_owned(), preview_url).unwrap())
}

#[test]
fn an_envelope() {
    let full = Message {
        recipient: Recipient::parse("US.13491208655302741918", None).unwrap(),
        reply_to: MessageId::parse_optional("replyTo", Some("wamid.Q\"")).unwrap(),
        callback_data: CallbackData::parse_optional(Some("order \"7\"")).unwrap(),
        ..message(text(Some(false)))
    };
    assert_eq!(
        full.json(),
        format!(
            concat!(
                r#"{{"messaging_product":"whatsapp","recipient_type":"individual","#,
                r#""recipient":"US.13491208655302741918","context":{{"message_id":"wamid.Q\""}},"#,
                r#""type":"text","text":{{"preview_url":false,"body":{}}},"#,
                r#""biz_opaque_callback_data":"order \"7\""}}"#
            ),
            QUOTED
        )
    );
}

#[test]
fn an_envelope_with_an_identity_and_direct_send() {
    let given = outgoing::DirectSend {
        category: DirectSendCategory::Utility,
        ttl_seconds: Some(3600),
        template_name: some("table_ready"),
    };
    let full = Message {
        identity: IdentityKeyHash::parse_optional(Some("DF2lS5v2W6x=\"")).unwrap(),
        direct_send: Some(DirectSend::parse(&given).unwrap()),
        reply_to: MessageId::parse_optional("replyTo", Some("wamid.Q")).unwrap(),
        ..message(text(None))
    };
    assert_eq!(
        full.json(),
        format!(
            concat!(
                r#"{{"messaging_product":"whatsapp","recipient_type":"individual","#,
                r#""to":"+393331234567","recipient_identity_key_hash":"DF2lS5v2W6x=\"","#,
                r#""category":"utility","ttl_seconds":3600,"#,
                r#""direct_send_config":{{"template_name":"table_ready"}},"#,
                r#""context":{{"message_id":"wamid.Q"}},"type":"text","text":{{"body":{}}}}}"#
            ),
            QUOTED
        )
    );
}

#[test]
fn a_text_and_a_reaction() {
    assert_eq!(
        sent(text(None)),
        format!(r#""type":"text","text":{{"body":{QUOTED}}}}}"#)
    );
    let reaction = |emoji| {
        Content::Reaction(Reaction {
            message_id: MessageId::parse("messageId", "wamid.R").unwrap(),
            emoji: Emoji::parse(emoji).unwrap(),
        })
    };
    assert_eq!(
        sent(reaction("👍")),
        r#""type":"reaction","reaction":{"message_id":"wamid.R","emoji":"👍"}}"#
    );
    assert_eq!(
        sent(reaction("")),
        r#""type":"reaction","reaction":{"message_id":"wamid.R","emoji":""}}"#
    );
}

#[test]
fn a_file_of_each_kind() {
    let media = |media_type| MediaMessage {
        media_id: some("42"),
        ..attachments::media(media_type)
    };
    for (request, expected) in [
        (
            MediaMessage {
                link: some("https://a.example/x"),
                media_id: None,
                caption: some("A \"b\""),
                ..media(MediaType::Image)
            },
            r#""type":"image","image":{"link":"https://a.example/x","caption":"A \"b\""}}"#,
        ),
        (
            MediaMessage {
                caption: some("c"),
                ..media(MediaType::Video)
            },
            r#""type":"video","video":{"id":"42","caption":"c"}}"#,
        ),
        (
            MediaMessage {
                voice: Some(true),
                ..media(MediaType::Audio)
            },
            r#""type":"audio","audio":{"id":"42","voice":true}}"#,
        ),
        (
            MediaMessage {
                voice: Some(false),
                ..media(MediaType::Audio)
            },
            r#""type":"audio","audio":{"id":"42"}}"#,
        ),
        (
            MediaMessage {
                caption: some("c"),
                filename: some("menu.pdf"),
                ..media(MediaType::Document)
            },
            concat!(
                r#""type":"document","document":"#,
                r#"{"id":"42","caption":"c","filename":"menu.pdf"}}"#
            ),
        ),
        (
            media(MediaType::Sticker),
            r#""type":"sticker","sticker":{"id":"42"}}"#,
        ),
    ] {
        assert_eq!(
            sent(Content::Media(MediaContent::parse(request).unwrap())),
            expected
        );
    }
}

#[test]
fn a_place() {
    let place = |name, address| {
        let place = Location::parse("", 37.483_307, -122.0, name, address).unwrap();
        sent(Content::Location(place))
    };
    assert_eq!(
        place(Some("HQ"), Some("1 Way")),
        concat!(
            r#""type":"location","location":{"latitude":"37.483307","longitude":"-122","#,
            r#""name":"HQ","address":"1 Way"}}"#
        )
    );
    assert_eq!(
        place(None, Some(" ")),
        r#""type":"location","location":{"latitude":"37.483307","longitude":"-122"}}"#
    );
}

#[test]
fn contact_cards() {
    let full = ContactCard {
        name: ContactName {
            formatted_name: "Dr Ada B Byron II".to_owned(),
            first_name: some("Ada"),
            last_name: some("Byron"),
            middle_name: some("B"),
            suffix: some("II"),
            prefix: some("Dr"),
        },
        phones: Some(vec![ContactPhone {
            phone: "+39 333".to_owned(),
            label: some("HOME"),
            wa_id: some("39333"),
        }]),
        emails: Some(vec![ContactEmail {
            email: "ada@a.example".to_owned(),
            label: some("WORK"),
        }]),
        addresses: Some(vec![ContactAddress {
            street: some("Via Roma 1"),
            city: some("Roma"),
            state: some("RM"),
            zip: some("00100"),
            country: some("Italia"),
            country_code: some("it"),
            label: some("HOME"),
        }]),
        urls: Some(vec![ContactUrl {
            url: "https://a.example".to_owned(),
            label: some("WORK"),
        }]),
        org: Some(ContactOrg {
            company: some("Bakery"),
            department: some("Oven"),
            title: some("Baker"),
        }),
        birthday: some("1999-01-23"),
    };
    let contacts = Contacts::parse(&[full, card("Ada")]).unwrap();
    assert_eq!(
        sent(Content::Contacts(contacts)),
        concat!(
            r#""type":"contacts","contacts":[{"name":{"formatted_name":"Dr Ada B Byron II","#,
            r#""first_name":"Ada","last_name":"Byron","middle_name":"B","suffix":"II","#,
            r#""prefix":"Dr"},"phones":[{"phone":"+39 333","type":"HOME","wa_id":"39333"}],"#,
            r#""emails":[{"email":"ada@a.example","type":"WORK"}],"addresses":[{"#,
            r#""street":"Via Roma 1","city":"Roma","state":"RM","zip":"00100","#,
            r#""country":"Italia","country_code":"it","type":"HOME"}],"#,
            r#""urls":[{"url":"https://a.example","type":"WORK"}],"#,
            r#""org":{"company":"Bakery","department":"Oven","title":"Baker"},"#,
            r#""birthday":"1999-01-23"},{"name":{"formatted_name":"Ada","first_name":"Ada"}}]}"#
        )
    );
}

#[test]
fn a_payload() {
    let payload = r#" {"type" : "x","to":"+1", "context":{"message_id":"old"},
        "x\u00e9\n\/": {"n":1.50e+3, "a" : [ 1,2 ], "s":"\u00e4\/é"}, "x":1, "x": 2 } "#;
    let raw = || Content::Raw(RawContent::parse(payload).unwrap());
    assert_eq!(
        sent(raw()),
        concat!(
            r#""type":"x","context":{"message_id":"old"},"#,
            r#""xé\n/":{"n":1.50e+3, "a" : [ 1,2 ], "s":"\u00e4\/é"},"x":2}"#
        )
    );
    let full = Message {
        reply_to: MessageId::parse_optional("replyTo", Some("wamid.Q")).unwrap(),
        callback_data: CallbackData::parse_optional(Some("7")).unwrap(),
        ..message(raw())
    };
    assert_eq!(
        full.json(),
        concat!(
            r#"{"messaging_product":"whatsapp","recipient_type":"individual","#,
            r#""to":"+393331234567","context":{"message_id":"wamid.Q"},"type":"x","#,
            r#""xé\n/":{"n":1.50e+3, "a" : [ 1,2 ], "s":"\u00e4\/é"},"x":2,"#,
            r#""biz_opaque_callback_data":"7"}"#
        )
    );
}

#[test]
fn a_read_mark() {
    let mark = |typing| {
        let mark = ReadMark {
            message_id: MessageId::parse("messageId", "wamid.x").unwrap(),
            typing,
        };
        mark.json()
    };
    assert_eq!(
        mark(false),
        r#"{"messaging_product":"whatsapp","status":"read","message_id":"wamid.x"}"#
    );
    assert_eq!(
        mark(true),
        concat!(
            r#"{"messaging_product":"whatsapp","status":"read","message_id":"wamid.x","#,
            r#""typing_indicator":{"type":"text"}}"#
        )
    );
}
