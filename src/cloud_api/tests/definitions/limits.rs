//! Lengths, counts and ranges, each from both sides.

use super::{
    INVALID, button, card, header, is_accepted, is_refused, marketing, refused_in, reply, text,
};
use crate::bindings::uip::whatsapp::templates::{
    CreateTemplateRequest, TemplateButtonType as Type, TemplateCategory, TemplateHeaderFormat,
    TemplateOfferDefinition,
};
use crate::cloud_api::NewTemplate;

/// A change of a request that puts a text into one of its fields.
type Change = fn(&mut CreateTemplateRequest, String);

const LENGTHS: &[(&str, usize, Change)] = &[
    ("body.text", 1024, |it, value| {
        it.body = Some(text(&value, &[]));
    }),
    ("footer", 60, |it, value| it.footer = Some(value)),
    ("header.text", 60, |it, value| {
        let mut header = header(TemplateHeaderFormat::Text);
        header.text = Some(value);
        it.header = Some(header);
    }),
    ("buttons[0].text", 25, |it, value| {
        it.buttons = Some(vec![reply(&value)]);
    }),
    ("buttons[0].codeSample", 20, |it, value| {
        let mut button = button(Type::CopyCode, "");
        button.code_sample = Some(value);
        it.buttons = Some(vec![button]);
    }),
    ("offer.text", 16, |it, value| {
        it.offer = Some(TemplateOfferDefinition {
            text: value,
            has_expiration: Some(false),
        });
    }),
    ("cards[0].body.text", 160, |it, value| {
        let mut card = card();
        card.body = Some(text(&value, &[]));
        it.cards = Some(vec![card.clone(), card]);
    }),
];

#[test]
fn a_text_has_at_most_so_many_characters_however_many_bytes_they_take() {
    for (field, most, change) in LENGTHS {
        for character in ["x", "è", "🦀"] {
            is_accepted(|it| change(it, character.repeat(*most)));
            let failure = is_refused(
                |it| change(it, character.repeat(most + 1)),
                "text-too-long",
                field,
            );
            assert!(
                failure.error.contains(&most.to_string()),
                "{}",
                failure.error
            );
        }
    }
}

#[test]
fn a_url_has_at_most_2000_characters() {
    let with = |length: usize| {
        let mut button = button(Type::Url, "Open");
        let beginning = "https://a.example/";
        button.url = Some(format!(
            "{beginning}{}",
            "x".repeat(length - beginning.len())
        ));
        move |it: &mut CreateTemplateRequest| it.buttons = Some(vec![button])
    };
    is_accepted(with(2000));
    is_refused(with(2001), "text-too-long", "buttons[0].url");
}

#[test]
fn a_carousel_has_2_to_10_cards_with_1_or_2_buttons() {
    for (count, fits) in [(1, false), (2, true), (10, true), (11, false)] {
        let cards = |it: &mut CreateTemplateRequest| it.cards = Some(vec![card(); count]);
        if fits {
            is_accepted(cards);
        } else {
            is_refused(cards, "invalid-count", "cards");
        }
    }
    for (count, fits) in [(0, false), (1, true), (2, true), (3, false)] {
        let cards = |it: &mut CreateTemplateRequest| {
            let mut card = card();
            card.buttons = vec![reply("a"); count];
            it.cards = Some(vec![card; 2]);
        };
        if fits {
            is_accepted(cards);
        } else {
            is_refused(cards, "invalid-count", "cards[0].buttons");
        }
    }
}

#[test]
fn a_delivery_time_depends_on_the_category() {
    for (category, least, most) in [
        (TemplateCategory::Marketing, 43_200, 2_592_000),
        (TemplateCategory::Utility, 30, 43_200),
    ] {
        for (seconds, fits) in [
            (least - 1, false),
            (least, true),
            (most, true),
            (most + 1, false),
            (0, false),
            (u32::MAX, false),
        ] {
            let mut request = marketing();
            request.category = category;
            request.ttl_seconds = Some(seconds);
            if fits {
                assert!(NewTemplate::parse(request).is_ok(), "{seconds}");
            } else {
                refused_in(NewTemplate::parse(request), INVALID, "ttlSeconds");
            }
        }
    }
}
