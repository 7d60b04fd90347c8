//! Cards to swipe through.

use super::header::Header;
use super::link::link;
use super::object::{Action, Button, Card, CardBody};
use super::reply::replies;
use super::{Frame, Interactive, LONGEST_BODY};
use crate::bindings::uip::whatsapp::outgoing::{
    CardHeader, CardProduct, CarouselCard, CarouselMessage,
};
use crate::cloud_api::request::field::{check_count, item, limited_optional, member, required};
use crate::cloud_api::request::media_message::MediaObject;
use crate::cloud_api::request::refusal::{Refusal, refuse};
use uip_kit::failure::quoted;
use uip_kit::field::{Limited, given};

const FEWEST_CARDS: usize = 2;
const MOST_CARDS: usize = 10;
const MOST_REPLIES: usize = 2;
const MOST_LINE_BREAKS: usize = 2;

impl Interactive {
    /// A text with 2 to 10 cards, which all have a link, the same number of
    /// reply buttons, or a product of the same catalogue.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn carousel(request: CarouselMessage) -> Result<Self, Refusal> {
        let frame = Frame::parse(None, request.body, LONGEST_BODY, None)?;
        check_count("cards", request.cards.len(), FEWEST_CARDS, MOST_CARDS)?;
        let mut cards: Vec<Card> = Vec::new();
        for (place, card) in request.cards.into_iter().enumerate() {
            let card = parse(&item("cards", place), place, card)?;
            if let Some(first) = cards.first() {
                check_alike(&first.action, &card.action, place)?;
            }
            cards.push(card);
        }
        Ok(frame.with("carousel", Action::Cards { cards }))
    }
}

/// The card in `field`.
fn parse(field: &str, index: usize, card: CarouselCard) -> Result<Card, Refusal> {
    let replies = card.replies.filter(|replies| !replies.is_empty());
    let body = given(card.body.as_deref()).is_some();
    match (card.link, replies, card.product) {
        (None, None, Some(product)) => {
            if card.header.is_some() || body {
                return Err(conflict(
                    &format!(
                        "The fields {field}.header and {field}.body cannot be given together \
                         with {field}.product."
                    ),
                    "Leave both out: WhatsApp shows the product's own picture and text.",
                ));
            }
            Ok(Card {
                index,
                kind: "product",
                header: None,
                body: None,
                action: product_action(&member(field, "product"), product)?,
            })
        }
        (Some(card_link), None, None) => {
            let action = link(
                &member(field, "link."),
                card_link.button_text,
                &card_link.url,
            )?;
            with_media(field, index, card.header, card.body, action)
        }
        (None, Some(buttons), None) => {
            let replies = self::replies(&member(field, "replies"), buttons, MOST_REPLIES)?;
            let buttons = replies
                .into_iter()
                .map(|quick_reply| Button::QuickReply { quick_reply })
                .collect();
            let action = Action::Buttons { buttons };
            with_media(field, index, card.header, card.body, action)
        }
        (link, replies, product) => {
            let count = [link.is_some(), replies.is_some(), product.is_some()];
            let count = count.into_iter().filter(|is_given| *is_given).count();
            let found = if count == 0 {
                "none is"
            } else {
                "more than one is"
            };
            Err(conflict(
                &format!(
                    "Exactly one of the fields {field}.link, {field}.replies and {field}.product \
                     must be given; {found}."
                ),
                "Give each card a link, one or two reply buttons, or a product.",
            ))
        }
    }
}

/// A card with a picture or a video. Meta gives it the type `cta_url` with
/// reply buttons, too.
fn with_media(
    field: &str,
    index: usize,
    header: Option<CardHeader>,
    body: Option<String>,
    action: Action,
) -> Result<Card, Refusal> {
    let source = member(field, "header");
    let header = match header {
        Some(CardHeader::Image(image)) => Header::Image {
            image: MediaObject::parse(&member(&source, "image"), &image, None)?,
        },
        Some(CardHeader::Video(video)) => Header::Video {
            video: MediaObject::parse(&member(&source, "video"), &video, None)?,
        },
        None => {
            return Err(refuse(
                "missing-header",
                &format!("The field {source} is required, unless the card shows a product."),
                "Give every card a picture or a video.",
            ));
        }
    };
    let text: Option<Limited<160>> = limited_optional(field, "body", body)?;
    if let Some(text) = &text {
        check_line_breaks(field, text.as_str())?;
    }
    Ok(Card {
        index,
        kind: "cta_url",
        header: Some(header),
        body: text.map(|text| CardBody { text }),
        action,
    })
}

fn check_line_breaks(field: &str, text: &str) -> Result<(), Refusal> {
    let pairs = text.matches("\r\n").count();
    let breaks = text.matches(['\r', '\n']).count() - pairs;
    if breaks <= MOST_LINE_BREAKS {
        return Ok(());
    }
    Err(refuse(
        "too-many-line-breaks",
        &format!(
            "The field {field}.body may have at most {MOST_LINE_BREAKS} line breaks; it has \
             {breaks}."
        ),
        "Write the card's text in at most three lines.",
    ))
}

fn product_action(field: &str, product: CardProduct) -> Result<Action, Refusal> {
    required(&member(field, "catalogId"), &product.catalog_id)?;
    required(
        &member(field, "productRetailerId"),
        &product.product_retailer_id,
    )?;
    Ok(Action::Product {
        catalog_id: product.catalog_id.trim().to_owned(),
        product_retailer_id: product.product_retailer_id,
    })
}

/// WhatsApp shows only cards with the same kind and number of buttons.
fn check_alike(first: &Action, other: &Action, place: usize) -> Result<(), Refusal> {
    match (first, other) {
        (Action::Named(_), Action::Named(_)) => Ok(()),
        (Action::Buttons { buttons: first }, Action::Buttons { buttons: other })
            if first.len() == other.len() =>
        {
            Ok(())
        }
        (
            Action::Product {
                catalog_id: first, ..
            },
            Action::Product {
                catalog_id: other, ..
            },
        ) => {
            if first == other {
                return Ok(());
            }
            Err(refuse(
                "different-catalogues",
                &format!(
                    "The fields cards[0].product.catalogId and cards[{place}].product.catalogId \
                     must be the same; they are {} and {}.",
                    quoted(first),
                    quoted(other)
                ),
                "Send the products of each catalogue in a message of their own.",
            ))
        }
        _ => Err(refuse(
            "different-cards",
            &format!(
                "The fields cards[0] and cards[{place}] must have the same kind and number of \
                 buttons."
            ),
            "Give all cards a link, or all the same number of reply buttons, or all a product.",
        )),
    }
}

fn conflict(error: &str, advice: &str) -> Refusal {
    refuse("conflicting-fields", error, advice)
}
