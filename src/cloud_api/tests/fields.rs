use proptest::prelude::*;

use super::refused;
use crate::cloud_api::{
    CallbackData, Content, Emoji, IdentityKeyHash, LanguageCode, Message, MessageId, Recipient,
    TemplateName, Text,
};

#[test]
fn a_message_id_has_no_spaces_and_names_its_field_when_it_has() {
    assert!(MessageId::parse("messageId", "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1=").is_ok());
    assert_eq!(
        MessageId::parse_optional("replyTo", Some(" ")).unwrap(),
        None
    );
    for bad in ["wamid. x", "wamid.é", "wamid.\n\nx", &"x".repeat(513)] {
        let failure = refused(MessageId::parse_optional("replyTo", Some(bad)));
        assert_eq!(failure.code, "invalid-message-id");
        assert!(failure.error.contains("replyTo"));
    }
    assert!(MessageId::parse("messageId", "").is_err());
    let shortened = refused(MessageId::parse("replyTo", "wamid.HBgM…"));
    assert!(
        shortened.error.contains("ASCII") && shortened.error.contains("wamid.HBgM…"),
        "{}",
        shortened.error
    );
    let long = refused(MessageId::parse("replyTo", &"x".repeat(513)));
    assert!(
        long.error.contains("512") && long.error.contains("it has 513 characters"),
        "{}",
        long.error
    );
}

#[test]
fn a_template_name_is_lower_snake() {
    assert!(TemplateName::parse(&"a".repeat(512)).is_ok());
    assert!(TemplateName::parse("order_confirmation_2").is_ok());
    for bad in ["", "Order", "order-x", "order x", "ordér", &"a".repeat(513)] {
        let failure = refused(TemplateName::parse(bad));
        assert_eq!(failure.code, "invalid-template-name");
        assert!(failure.error.contains("templateName") && failure.error.contains("512"));
    }
    let long = refused(TemplateName::parse(&"a".repeat(513)));
    assert!(
        long.error.contains("it has 513 characters"),
        "{}",
        long.error
    );
}

#[test]
fn a_language_code_is_written_as_whatsapp_writes_it() {
    for good in ["it", "fil", "en_US", "zh_CN", "rw_RW", "es_419"] {
        assert!(LanguageCode::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "", "e", "en-US", "English", "EN_us", "en_", "_US", "en US", "enus_",
    ] {
        let failure = refused(LanguageCode::parse(bad));
        assert_eq!(failure.code, "invalid-language-code", "{bad}");
    }
}

#[test]
fn an_identity_is_sent_as_it_came_and_is_one_line() {
    let hash = |value: &str| IdentityKeyHash::parse_optional(Some(value));
    let sent = |value: &str| super::json(&hash(value).unwrap().unwrap());
    assert_eq!(sent("DF2lS5v2W6x="), "DF2lS5v2W6x=");
    assert_eq!(sent(" DF2/S5+x=\n"), "DF2/S5+x=");
    assert_eq!(sent(&"è".repeat(512)), "è".repeat(512));
    for blank in ["", " \n"] {
        assert_eq!(hash(blank).unwrap(), None);
    }
    for bad in ["a\nb", "a\0b", "a\u{7f}b", "a\u{85}b", &"è".repeat(513)] {
        let failure = refused(hash(bad));
        assert_eq!(failure.code, "invalid-identity-key-hash");
        for part in ["recipientIdentityKeyHash", "1 to 512"] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
    }
    let long = refused(hash(&"x".repeat(513)));
    assert!(
        long.error.contains("it has 513 characters"),
        "{}",
        long.error
    );
}

fn emoji(value: &str) -> Option<String> {
    Some(Emoji::parse(value).ok()?.as_str().to_owned())
}

#[test]
fn every_kind_of_emoji_passes() {
    for good in [
        "😀",
        "👍",
        "👍🏽",
        "❤️",
        "❤️‍🔥",
        "👩‍👩‍👧‍👦",
        "🧑🏻‍❤️‍💋‍🧑🏿",
        "🇮🇹",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "1️⃣",
        "#️⃣",
        "©️",
        "™️",
        "ℹ️",
        "Ⓜ️",
        "㊗️",
        "〰️",
        "🅰️",
        "\u{1FAE9}",
        "\u{1FAFF}",
        "☺",
    ] {
        assert_eq!(emoji(good).as_deref(), Some(good), "{good}");
    }
    assert_eq!(emoji(" 👍\n").as_deref(), Some("👍"));
}

#[test]
fn nothing_takes_a_reaction_off() {
    assert_eq!(emoji("").as_deref(), Some(""));
}

#[test]
fn the_escaped_form_is_the_emoji_it_stands_for() {
    assert_eq!(emoji("\\uD83D\\uDE00").as_deref(), Some("😀"));
    assert_eq!(emoji("\\u2764\\uFE0F").as_deref(), Some("❤️"));
    for bad in [
        "\\uD83D",
        "\\u",
        "\\u00",
        "\\uZZZZ",
        "\\u+123",
        "\\uD83D\\uDE00x",
        "\\u0041",
    ] {
        assert_eq!(emoji(bad), None, "{bad}");
    }
}

#[test]
fn what_is_plainly_not_one_emoji_is_refused() {
    for bad in [
        " ",
        "ok",
        "1",
        "12️⃣",
        ":)",
        "thumbsup",
        "👍👍",
        "👍 👎",
        "🇮🇹🇫🇷",
        "é",
        "ж",
        "漢",
        "안",
        "👍x",
        "\u{200D}",
        "\u{FE0F}",
        "…",
        "\u{0}",
    ] {
        assert_eq!(emoji(bad), None, "{bad:?}");
    }
    let failure = refused(Emoji::parse("thumbsup"));
    assert_eq!(failure.code, "invalid-emoji");
    assert!(failure.error.contains("emoji") && failure.error.contains("thumbsup"));
}

proptest! {
    #[test]
    fn no_field_traps_and_an_accepted_emoji_holds_no_letter(value in any::<String>()) {
        let _ = MessageId::parse("messageId", &value);
        let _ = TemplateName::parse(&value);
        let _ = LanguageCode::parse(&value);
        let _ = IdentityKeyHash::parse_optional(Some(&value));
        if let Some(accepted) = emoji(&value) {
            prop_assert!(!accepted.chars().any(|c| c.is_ascii_alphabetic() || c.is_control()));
        }
    }

    #[test]
    fn every_text_is_written_so_that_it_reads_back(value in any::<String>()) {
        prop_assume!(!value.trim().is_empty());
        let message = Message {
            recipient: Recipient::parse("+393331234567", None).unwrap(),
            content: Content::Text(Text::parse(value.clone(), Some(false)).unwrap()),
            identity: None,
            direct_send: None,
            reply_to: None,
            callback_data: CallbackData::parse_optional(Some(&value)).unwrap(),
        };
        let read: serde_json::Value = serde_json::from_str(&message.json()).unwrap();
        prop_assert_eq!(read["text"]["body"].as_str(), Some(value.as_str()));
        prop_assert_eq!(read["biz_opaque_callback_data"].as_str(), Some(value.as_str()));
    }

    #[test]
    fn escapes_never_trap(value in "(\\\\u[0-9a-fA-FxZ]{0,5}){0,4}") {
        let _ = Emoji::parse(&value);
    }
}
