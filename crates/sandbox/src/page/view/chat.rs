//! The messages with one customer, in the order in which they were written.

use std::collections::HashMap;

use serde::Serialize;

use super::bubble::{self, Bubble, Failed, Quote, Reaction, Reported, Tick};
use crate::model::codes;
use crate::model::customers::{Person, Received, Sent};
use crate::model::exchange::ledger::{Author, Entry};
use crate::model::world::State;

/// A page of messages.
#[derive(Debug, Serialize)]
pub(crate) struct Chat {
    /// Oldest first.
    pub(crate) messages: Vec<Bubble>,
    /// Whether there are older ones.
    pub(crate) more: bool,
}

/// A message, wherever it is kept.
#[derive(Clone, Copy)]
enum Message<'a> {
    Arrived(&'a Received),
    Missed(&'a Received),
    Mine(&'a Sent),
}

impl<'a> Message<'a> {
    fn order(self) -> u64 {
        match self {
            Self::Arrived(message) | Self::Missed(message) => message.order,
            Self::Mine(message) => message.order,
        }
    }

    fn id(self) -> &'a str {
        match self {
            Self::Arrived(message) | Self::Missed(message) => &message.id,
            Self::Mine(message) => &message.id,
        }
    }

    fn kind(self) -> &'a str {
        match self {
            Self::Arrived(message) | Self::Missed(message) => &message.kind,
            Self::Mine(message) => &message.kind,
        }
    }

    fn about(self) -> Option<&'a str> {
        match self {
            Self::Arrived(message) | Self::Missed(message) => message.about.as_deref(),
            Self::Mine(message) => message
                .about
                .as_deref()
                .or_else(|| message.content["message_id"].as_str()),
        }
    }
}

/// All messages with a customer, and how they belong together.
pub(crate) struct Thread<'a> {
    state: &'a State,
    /// In the order in which they were written. A reaction that arrived is not among them.
    messages: Vec<Message<'a>>,
    by_id: HashMap<&'a str, Message<'a>>,
    /// The last reaction of each side to a message.
    reactions: HashMap<&'a str, [Option<&'a str>; 2]>,
    answers: HashMap<&'a str, Vec<&'a Sent>>,
}

impl<'a> Thread<'a> {
    pub(crate) fn new(state: &'a State, person: &'a Person) -> Self {
        let arrived = person.received.iter().map(Message::Arrived);
        let missed = person.missed.iter().map(Message::Missed);
        let mine = person.sent.iter().map(Message::Mine);
        let mut all: Vec<Message<'a>> = arrived.chain(missed).chain(mine).collect();
        all.sort_by_key(|message| message.order());
        let mut thread = Self {
            state,
            by_id: all.iter().map(|message| (message.id(), *message)).collect(),
            messages: Vec::new(),
            reactions: HashMap::new(),
            answers: HashMap::new(),
        };
        for message in all {
            thread.add(message);
        }
        thread
    }

    fn add(&mut self, message: Message<'a>) {
        let about = message.about();
        match (message, about) {
            (Message::Arrived(reaction), Some(about)) if reaction.kind == "reaction" => {
                let slot = self.reactions.entry(about).or_default();
                slot[0] = Some(reaction.body.as_str()).filter(|emoji| !emoji.is_empty());
            }
            (Message::Mine(reaction), Some(about)) if reaction.kind == "reaction" => {
                let slot = self.reactions.entry(about).or_default();
                slot[1] = reaction.content["emoji"].as_str();
            }
            (Message::Mine(answer), about) => {
                if let Some(about) = about {
                    self.answers.entry(about).or_default().push(answer);
                }
                self.messages.push(message);
            }
            _ => self.messages.push(message),
        }
    }

    /// So many of the messages before `before`, or of the last ones.
    pub(crate) fn page(&self, before: Option<u64>, limit: usize) -> Chat {
        let end = before.map_or(self.messages.len(), |before| {
            self.messages
                .partition_point(|message| message.order() < before)
        });
        let start = end.saturating_sub(limit);
        let shown = self.messages.get(start..end).unwrap_or_default();
        Chat {
            messages: shown.iter().map(|message| self.bubble(*message)).collect(),
            more: start > 0,
        }
    }

    fn bubble(&self, message: Message<'a>) -> Bubble {
        let files = &self.state.media;
        let entry = self.state.ledger.find(message.id());
        let mut bubble = match message {
            Message::Arrived(received) | Message::Missed(received) => {
                let answers = self.answers.get(received.id.as_str());
                let answers = answers.map(Vec::as_slice).unwrap_or_default();
                let is_marketing = entry.is_some_and(|entry| entry.category == "marketing");
                bubble::received(received, is_marketing, answers, files)
            }
            Message::Mine(sent) => bubble::sent(sent, files),
        };
        bubble.quote = message.about().map(|about| self.quote(about));
        bubble.reactions = self.reactions_to(message.id());
        match message {
            Message::Mine(sent) => bubble.tick = Some(self.tick(sent)),
            Message::Arrived(_) => told(&mut bubble, entry),
            Message::Missed(_) => {
                told(&mut bubble, entry);
                bubble.reached = false;
                bubble.next.clear();
            }
        }
        bubble
    }

    fn quote(&self, id: &str) -> Quote {
        let Some(message) = self.by_id.get(id) else {
            return Quote {
                id: id.to_owned(),
                mine: None,
                kind: String::new(),
                text: String::new(),
            };
        };
        let files = &self.state.media;
        let summary = match message {
            Message::Arrived(received) | Message::Missed(received) => {
                bubble::received(received, false, &[], files).summary
            }
            Message::Mine(sent) => bubble::sent(sent, files).summary,
        };
        Quote {
            id: id.to_owned(),
            mine: Some(matches!(message, Message::Mine(_))),
            kind: message.kind().to_owned(),
            text: summary,
        }
    }

    fn reactions_to(&self, id: &str) -> Vec<Reaction> {
        let both = self.reactions.get(id).copied().unwrap_or_default();
        [false, true]
            .into_iter()
            .zip(both)
            .filter_map(|(mine, emoji)| {
                Some(Reaction {
                    mine,
                    emoji: emoji?.to_owned(),
                })
            })
            .collect()
    }

    fn tick(&self, sent: &Sent) -> Tick {
        if sent.read {
            Tick::Read
        } else if self.state.traffic.has_brought(&sent.id) {
            Tick::Delivered
        } else {
            Tick::Sent
        }
    }
}

/// The last message with a customer, without what belongs to it.
pub(crate) fn last(state: &State, person: &Person) -> Option<Bubble> {
    let is_own = |kind: &str| kind != "reaction";
    let arrived = person
        .received
        .iter()
        .rfind(|message| is_own(&message.kind));
    let missed = person.missed.back();
    let mine = person.sent.iter().rfind(|message| is_own(&message.kind));
    let last = [
        arrived.map(Message::Arrived),
        missed.map(Message::Missed),
        mine.map(Message::Mine),
    ];
    let last = last
        .into_iter()
        .flatten()
        .max_by_key(|message| message.order())?;
    Some(match last {
        Message::Arrived(message) | Message::Missed(message) => {
            bubble::received(message, false, &[], &state.media)
        }
        Message::Mine(message) => bubble::sent(message, &state.media),
    })
}

/// Adds what the business was told of its message.
fn told(bubble: &mut Bubble, entry: Option<&Entry>) {
    let Some(entry) = entry else {
        return;
    };
    bubble.author = match entry.author {
        Author::Client => None,
        Author::Agent => Some("agent"),
        Author::App => Some("app"),
    };
    let events = entry.events.iter();
    bubble.reported = events
        .clone()
        .map(|event| Reported {
            status: event.status.clone(),
            at: event.at,
        })
        .collect();
    bubble.failed = events
        .rev()
        .find(|event| event.error.is_some())
        .map(|event| Failed {
            code: event.code,
            title: event
                .code
                .map(|code| codes::look_up(code).title.to_owned())
                .unwrap_or_default(),
            details: event.error.clone().unwrap_or_default(),
        });
    bubble.next = next(bubble, entry);
}

/// The statuses that may follow. A reaction is only sent; what has failed or was read goes no further.
fn next(bubble: &Bubble, entry: &Entry) -> Vec<&'static str> {
    let is = |status: &str| bubble.reported.iter().any(|known| known.status == status);
    if bubble.failed.is_some() || entry.author == Author::App {
        return Vec::new();
    }
    let is_voice = bubble
        .file
        .as_ref()
        .is_some_and(|file| file.kind == "voice");
    if is("read") {
        return if is_voice && !is("played") {
            vec!["played"]
        } else {
            Vec::new()
        };
    }
    let step = if is("delivered") {
        "read"
    } else if is("sent") {
        "delivered"
    } else {
        "sent"
    };
    vec![step, "failed"]
}
