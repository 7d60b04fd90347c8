//! Cards to swipe through.

use serde_json::json;

use super::super::refused;
use super::sent;
use crate::bindings::uip::whatsapp::outgoing::{
    CardHeader, CardLink, CardProduct, CarouselCard, CarouselMessage, MediaSource, ReplyButton,
};
use crate::cloud_api::Interactive;
use uip_kit::Failure;

/// A carousel with these cards.
pub fn carousel(cards: Vec<CarouselCard>) -> CarouselMessage {
    CarouselMessage {
        phone_number: String::new(),
        body: "Fresh from the oven:".to_owned(),
        cards,
        reply_to: None,
        callback_data: None,
    }
}

/// A card with a picture alone.
pub fn bare() -> CarouselCard {
    CarouselCard {
        header: Some(CardHeader::Image(MediaSource::Id("42".to_owned()))),
        body: None,
        link: None,
        replies: None,
        product: None,
    }
}

/// A card with a link.
pub fn with_link() -> CarouselCard {
    CarouselCard {
        link: Some(CardLink {
            button_text: "Order".to_owned(),
            url: "https://bakery.example/rye".to_owned(),
        }),
        ..bare()
    }
}

/// A card with as many reply buttons.
pub fn with_replies(count: usize) -> CarouselCard {
    let reply = |number| ReplyButton {
        id: format!("keep-{number}"),
        title: format!("Keep {number}"),
    };
    CarouselCard {
        replies: Some((0..count).map(reply).collect()),
        ..bare()
    }
}

/// A card with a product.
pub fn with_product(catalog_id: &str, product_retailer_id: &str) -> CarouselCard {
    CarouselCard {
        header: None,
        product: Some(CardProduct {
            catalog_id: catalog_id.to_owned(),
            product_retailer_id: product_retailer_id.to_owned(),
        }),
        ..bare()
    }
}

fn refusal(cards: &[CarouselCard]) -> Failure {
    refused(Interactive::carousel(carousel(cards.to_vec())))
}

#[test]
fn cards_with_links_are_sent_in_their_order() {
    let video = CarouselCard {
        header: Some(CardHeader::Video(MediaSource::Link(
            "https://bakery.example/oven.mp4".to_owned(),
        ))),
        body: Some("*Spelt*\n\nFrom our own mill".to_owned()),
        ..with_link()
    };
    let link = json!({"name": "cta_url", "parameters": {
        "display_text": "Order", "url": "https://bakery.example/rye"}});
    assert_eq!(
        sent(Interactive::carousel(carousel(vec![with_link(), video]))),
        json!({
            "type": "carousel",
            "body": {"text": "Fresh from the oven:"},
            "action": {"cards": [
                {"card_index": 0, "type": "cta_url",
                 "header": {"type": "image", "image": {"id": "42"}}, "action": link},
                {"card_index": 1, "type": "cta_url",
                 "header": {"type": "video", "video": {"link": "https://bakery.example/oven.mp4"}},
                 "body": {"text": "*Spelt*\n\nFrom our own mill"}, "action": link},
            ]},
        })
    );
}

#[test]
fn cards_with_replies_or_products_have_an_action_of_their_own() {
    let cards = vec![with_replies(2), with_replies(2)];
    let sent_cards = sent(Interactive::carousel(carousel(cards)));
    assert_eq!(
        sent_cards["action"]["cards"][1],
        json!({
            "card_index": 1, "type": "cta_url",
            "header": {"type": "image", "image": {"id": "42"}},
            "action": {"buttons": [
                {"type": "quick_reply", "quick_reply": {"id": "keep-0", "title": "Keep 0"}},
                {"type": "quick_reply", "quick_reply": {"id": "keep-1", "title": "Keep 1"}},
            ]},
        })
    );
    let cards = vec![with_product(" 7 ", "rye 1"), with_product("7", "../x?y=\0")];
    let sent_cards = sent(Interactive::carousel(carousel(cards)));
    assert_eq!(
        sent_cards["action"]["cards"],
        json!([
            {"card_index": 0, "type": "product",
             "action": {"catalog_id": "7", "product_retailer_id": "rye 1"}},
            {"card_index": 1, "type": "product",
             "action": {"catalog_id": "7", "product_retailer_id": "../x?y=\0"}},
        ])
    );
}

#[test]
fn a_card_has_exactly_one_action() {
    let both = CarouselCard {
        replies: with_replies(1).replies,
        ..with_link()
    };
    let all = CarouselCard {
        product: with_product("7", "rye").product,
        ..both.clone()
    };
    let no_replies = CarouselCard {
        replies: Some(Vec::new()),
        ..bare()
    };
    for (card, found) in [
        (bare(), "none is"),
        (no_replies, "none is"),
        (both, "more than one is"),
        (all, "more than one is"),
    ] {
        let failure = refusal(&[with_link(), card]);
        assert_eq!(failure.code, "conflicting-fields");
        let names = "cards[1].link, cards[1].replies and cards[1].product";
        assert!(failure.error.contains(names), "{}", failure.error);
        assert!(failure.error.contains(found), "{}", failure.error);
    }
}

#[test]
fn a_card_has_a_picture_or_a_video_unless_it_shows_a_product() {
    let without = |card| CarouselCard {
        header: None,
        ..card
    };
    for card in [with_link(), with_replies(1)] {
        let failure = refusal(&[without(card.clone()), card]);
        assert_eq!(failure.code, "missing-header");
        assert!(failure.error.contains("cards[0].header"));
    }
    let with_header = CarouselCard {
        header: bare().header,
        ..with_product("7", "rye")
    };
    let with_body = CarouselCard {
        body: Some("Rye".to_owned()),
        ..with_product("7", "rye")
    };
    for card in [with_header, with_body] {
        let failure = refusal(&[with_product("7", "rye"), card]);
        assert_eq!(failure.code, "conflicting-fields");
        let names = "cards[1].header and cards[1].body cannot be given together with";
        assert!(failure.error.contains(names), "{}", failure.error);
    }
    let blank = CarouselCard {
        body: Some(" ".to_owned()),
        ..with_product("7", "rye")
    };
    let cards = vec![blank, with_product("7", "wheat")];
    assert!(Interactive::carousel(carousel(cards)).is_ok());
}

#[test]
fn all_cards_are_alike() {
    for cards in [
        [with_link(), with_replies(1)],
        [with_replies(1), with_replies(2)],
        [with_link(), with_product("7", "rye")],
        [with_product("7", "rye"), with_replies(2)],
    ] {
        let failure = refusal(&cards);
        assert_eq!(failure.code, "different-cards");
        assert!(failure.error.contains("cards[0] and cards[1]"));
    }
    let cards = [
        with_product("7", "a"),
        with_product("7", "b"),
        with_product("8", "c"),
    ];
    let failure = refusal(&cards);
    assert_eq!(failure.code, "different-catalogues");
    let names = "cards[0].product.catalogId and cards[2].product.catalogId";
    assert!(failure.error.contains(names), "{}", failure.error);
}

#[test]
fn the_text_of_a_card_has_at_most_two_line_breaks() {
    let with = |text: &str| {
        let card = CarouselCard {
            body: Some(text.to_owned()),
            ..with_link()
        };
        Interactive::carousel(carousel(vec![card, with_link()]))
    };
    for good in ["a", "a\nb\nc", "a\r\nb\r\nc", "\na\n", "a\rb\rc"] {
        assert!(with(good).is_ok(), "{good:?}");
    }
    for bad in ["a\nb\nc\nd", "a\r\nb\r\nc\r\nd", "\na\n\n", "a\rb\rc\rd"] {
        let failure = refused(with(bad));
        assert_eq!(failure.code, "too-many-line-breaks");
        let error = "cards[0].body may have at most 2 line breaks; it has 3";
        assert!(failure.error.contains(error), "{}", failure.error);
    }
}

#[test]
fn the_replies_of_one_card_differ_and_those_of_two_cards_need_not() {
    let same = |id: &str, title: &str| CarouselCard {
        replies: Some(vec![
            ReplyButton {
                id: "keep".to_owned(),
                title: "Keep".to_owned(),
            },
            ReplyButton {
                id: id.to_owned(),
                title: title.to_owned(),
            },
        ]),
        ..bare()
    };
    let other = same("change", "Change");
    assert!(Interactive::carousel(carousel(vec![other.clone(), other.clone()])).is_ok());
    for (card, member) in [
        (same("keep", "Change"), "id"),
        (same("change", "Keep"), "title"),
    ] {
        let failure = refusal(&[other.clone(), card]);
        assert_eq!(failure.code, "duplicate-entry");
        let names = format!("cards[1].replies[0].{member} and cards[1].replies[1].{member}");
        assert!(failure.error.contains(&names), "{}", failure.error);
    }
}

#[test]
fn what_a_card_names_is_checked_with_its_place() {
    let with_url = |url: &str| CarouselCard {
        link: Some(CardLink {
            button_text: "Order".to_owned(),
            url: url.to_owned(),
        }),
        ..bare()
    };
    for (card, code, field) in [
        (with_url("../rye"), "invalid-url", "cards[1].link.url"),
        (
            with_url("https://a\n.example"),
            "invalid-url",
            "cards[1].link.url",
        ),
        (
            with_product(" ", "rye"),
            "empty-text",
            "cards[1].product.catalogId",
        ),
        (
            with_product("7", "\n"),
            "empty-text",
            "cards[1].product.productRetailerId",
        ),
        (
            CarouselCard {
                header: Some(CardHeader::Image(MediaSource::Link("x".to_owned()))),
                ..with_link()
            },
            "invalid-media-link",
            "cards[1].header.image.link",
        ),
        (
            CarouselCard {
                header: Some(CardHeader::Video(MediaSource::Id("../7".to_owned()))),
                ..with_link()
            },
            "invalid-media-id",
            "cards[1].header.video.id",
        ),
    ] {
        let failure = refusal(&[with_link(), card]);
        assert_eq!(failure.code, code, "{field}");
        assert!(failure.error.contains(field), "{}", failure.error);
    }
}
