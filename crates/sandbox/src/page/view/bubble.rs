//! A message as the customer sees it, and what the business was told of it.

use serde::Serialize;
use serde_json::Value;

use super::buttons::{self, Buttons, List};
use super::parts::{self, Contact, File, Place};
use crate::model::customers::{Card, Received, Sent};
use crate::model::media::Shelf;
use crate::page::format::{Block, format, height, plain};

/// A marketing template is cut after so many lines.
const MARKETING_LINES: usize = 5;
/// Any other text is.
const MOST_LINES: usize = 24;
/// So many characters of a text are shown.
const LONGEST_TEXT: usize = 16 * 1024;
/// The longest text that stands for a message elsewhere.
const LONGEST_SUMMARY: usize = 120;

/// One message. Both directions have the same shape.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bubble {
    pub(crate) id: String,
    /// Whether the customer sent it.
    pub(crate) mine: bool,
    pub(crate) kind: String,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// The place among all messages.
    pub(crate) order: u64,
    /// The business's number, in digits.
    pub(crate) number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) header: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<File>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) contacts: Vec<Contact>,
    pub(crate) blocks: Vec<Block>,
    /// So many characters of the text are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) left_out: Option<usize>,
    /// After so many lines the text is cut until it is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cut: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) footer: Option<String>,
    pub(crate) buttons: Buttons,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) list: Option<List>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) cards: Vec<CardView>,
    /// A customer's text as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// The message in one line.
    pub(crate) summary: String,
    /// The type's object, of a message that can be shown no better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) raw: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quote: Option<Quote>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reactions: Vec<Reaction>,
    /// The statuses that the business was told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reported: Vec<Reported>,
    /// The statuses that can be reported next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) next: Vec<&'static str>,
    /// Whether it is on the customer's phone.
    pub(crate) reached: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failed: Option<Failed>,
    /// How far the customer's own message got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tick: Option<Tick>,
    /// Who wrote in the business's name, if not the client: `agent`, `app`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) author: Option<&'static str>,
}

/// A card of a carousel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct CardView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<File>,
    /// A product, if the card has no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) header: Option<String>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) buttons: Buttons,
}

/// The message that is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Quote {
    pub(crate) id: String,
    /// Whether the customer wrote it. `None` if the sandbox does not know the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mine: Option<bool>,
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// A reaction to the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Reaction {
    /// Whether it is the customer's.
    pub(crate) mine: bool,
    pub(crate) emoji: String,
}

/// A status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Reported {
    pub(crate) status: String,
    pub(crate) at: u64,
}

/// Why a message failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Failed {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<i64>,
    /// The carrier's title of the code.
    pub(crate) title: String,
    /// What it says about this message.
    pub(crate) details: String,
}

/// How far the customer's own message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tick {
    /// It left the phone.
    Sent,
    /// The business has accepted the webhook.
    Delivered,
    /// The business has marked it, or a later one, as read.
    Read,
}

/// A message of the business's. `answers` are the customer's answers to it.
pub(crate) fn received(
    message: &Received,
    is_marketing: bool,
    answers: &[&Sent],
    shelf: &Shelf,
) -> Bubble {
    let (kind, content) = (message.kind.as_str(), &message.content);
    let header = message.header.as_deref();
    let file = parts::of_message(kind, content, header, shelf);
    let place = parts::place(kind, content);
    let has_text_header = file.is_none() && place.is_none() && kind != "document";
    let text = if kind == "location" {
        ""
    } else {
        message.body.as_str()
    };
    let contacts = if kind == "contacts" {
        parts::contacts(content)
    } else {
        Vec::new()
    };
    let text = if contacts.is_empty() { text } else { "" };
    let limit = if is_marketing {
        MARKETING_LINES
    } else {
        MOST_LINES
    };
    let (text, left_out) = shortened(text);
    Bubble {
        header: message.header.clone().filter(|_| has_text_header),
        left_out,
        cut: (height(text) > limit).then_some(limit),
        footer: message.footer.clone().filter(|_| kind != "location"),
        buttons: buttons::buttons(&message.choices, answers),
        list: buttons::list(&message.choices, content, answers),
        cards: cards(&message.cards, content, answers, shelf),
        summary: summary(&message.body, header),
        raw: None,
        file,
        place,
        contacts,
        blocks: blocks(text),
        ..blank(&message.id, kind, &message.from, message.at, message.order)
    }
}

fn cards(cards: &[Card], content: &Value, answers: &[&Sent], shelf: &Shelf) -> Vec<CardView> {
    let all = cards.iter().enumerate();
    all.map(|(place, card)| {
        let file = parts::of_card(place, content, card.header.as_deref(), shelf);
        CardView {
            header: card.header.clone().filter(|_| file.is_none()),
            file,
            blocks: blocks(&card.body),
            buttons: buttons::buttons(&card.choices, answers),
        }
    })
    .collect()
}

/// A message of the customer's.
pub(crate) fn sent(message: &Sent, shelf: &Shelf) -> Bubble {
    let (kind, content) = (message.kind.as_str(), &message.content);
    let text = text_of(kind, content);
    let place = parts::place(kind, content);
    let contacts = if kind == "contacts" {
        parts::contacts(content)
    } else {
        Vec::new()
    };
    let file = match &message.file {
        None => parts::of_message(kind, content, None, shelf),
        Some(id) => parts::hosted(kind, id, content, shelf),
    };
    let is_shown = text.is_some() || place.is_some() || file.is_some() || !contacts.is_empty();
    let whole = text.unwrap_or_default();
    let (text, left_out) = shortened(&whole);
    Bubble {
        left_out,
        mine: true,
        footer: content["list_reply"]["description"]
            .as_str()
            .map(str::to_owned),
        cut: (height(text) > MOST_LINES).then_some(MOST_LINES),
        summary: summary(text, file.as_ref().and_then(|file| file.name.as_deref())),
        text: (kind == "text" && left_out.is_none()).then(|| text.to_owned()),
        raw: (!is_shown).then(|| content.clone()),
        blocks: blocks(text),
        file,
        place,
        contacts,
        ..blank(&message.id, kind, &message.to, message.at, message.order)
    }
}

/// What a customer's message says.
fn text_of(kind: &str, content: &Value) -> Option<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match kind {
        "text" | "system" => text(&content["body"]),
        "button" => text(&content["text"]),
        "reaction" => text(&content["emoji"]),
        "interactive" => {
            let inside = &content[content["type"].as_str().unwrap_or_default()];
            text(&inside["title"]).or_else(|| text(&inside["body"]))
        }
        "order" => {
            let items = content["product_items"].as_array()?.iter();
            let lines = items.map(|item| {
                let product = item["product_retailer_id"].as_str().unwrap_or_default();
                format!("{} × {product}", item["quantity"])
            });
            let lines: Vec<String> = lines.chain(text(&content["text"])).collect();
            Some(lines.join("\n"))
        }
        _ => text(&content["caption"]),
    }
}

/// The beginning of a long text, and how many characters are left out.
fn shortened(text: &str) -> (&str, Option<usize>) {
    match text.char_indices().nth(LONGEST_TEXT) {
        None => (text, None),
        Some((end, _)) => {
            let (start, rest) = text.split_at(end);
            (start, Some(rest.chars().count()))
        }
    }
}

fn blocks(text: &str) -> Vec<Block> {
    if text.is_empty() {
        Vec::new()
    } else {
        format(text)
    }
}

/// The first words in one line, without marks.
fn summary(body: &str, otherwise: Option<&str>) -> String {
    let text = if body.is_empty() {
        otherwise.unwrap_or_default()
    } else {
        body
    };
    let line = text.split('\n').find(|line| !line.trim().is_empty());
    let short: String = line
        .unwrap_or_default()
        .chars()
        .take(LONGEST_SUMMARY)
        .collect();
    plain(&format(&short))
}

fn blank(id: &str, kind: &str, number: &str, at: u64, order: u64) -> Bubble {
    Bubble {
        id: id.to_owned(),
        mine: false,
        kind: kind.to_owned(),
        at,
        order,
        number: number.to_owned(),
        header: None,
        file: None,
        place: None,
        contacts: Vec::new(),
        blocks: Vec::new(),
        left_out: None,
        cut: None,
        footer: None,
        buttons: Buttons::default(),
        list: None,
        cards: Vec::new(),
        text: None,
        summary: String::new(),
        raw: None,
        quote: None,
        reactions: Vec::new(),
        reported: Vec::new(),
        next: Vec::new(),
        reached: true,
        failed: None,
        tick: None,
        author: None,
    }
}
