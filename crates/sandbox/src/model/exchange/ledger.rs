//! The messages that were exchanged, by id: what reactions, quotes and statuses refer to.

use std::collections::{HashMap, VecDeque};

use crate::model::ids::Way;
use crate::model::line::{Carrier, Line};
use crate::model::settings::Keep;

/// So many statuses of a message are noted.
const MOST_EVENTS: usize = 100;

/// Who wrote a message of the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    /// The client under test, over the API. A customer's message has this author too, and it means nothing.
    Client,
    /// Meta Business Agent.
    Agent,
    /// Someone with the WhatsApp Business app.
    App,
}

/// One exchanged message.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The business's number that it went over.
    pub(crate) line: Line,
    pub(crate) way: Way,
    pub(crate) author: Author,
    pub(crate) kind: String,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// What the sender asked to get back in every status.
    pub(crate) callback_data: Option<String>,
    /// The pricing category of statuses.
    pub(crate) category: String,
    /// The template that Direct Send matched the message with.
    pub(crate) template_id: Option<String>,
    /// The customer on the other side.
    pub(crate) with: String,
    /// The statuses that were reported, oldest first.
    pub(crate) events: Vec<Event>,
}

/// A status of a message.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// `sent`, `delivered`, `read`, `failed`…
    pub(crate) status: String,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// Why it failed.
    pub(crate) error: Option<String>,
    /// The code of that, as the carrier numbers it.
    pub(crate) code: Option<i64>,
}

/// All messages that are kept.
#[derive(Debug)]
pub(crate) struct Ledger {
    entries: HashMap<String, Entry>,
    order: VecDeque<String>,
    most: usize,
}

impl Ledger {
    pub(crate) fn new(keep: Keep) -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            most: keep.count(),
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// A message that this carrier knows.
    pub(crate) fn find_on(&self, carrier: Carrier, id: &str) -> Option<&Entry> {
        self.find(id).filter(|entry| entry.line.carrier == carrier)
    }

    pub(crate) fn write(&mut self, id: &str, entry: Entry) {
        self.entries.insert(id.to_owned(), entry);
        self.order.push_back(id.to_owned());
        while self.order.len() > self.most {
            if let Some(oldest) = self.order.pop_front() {
                self.entries.remove(&oldest);
            }
        }
    }

    /// Notes a status of a message; of an unknown one nothing is noted.
    pub(crate) fn note(&mut self, id: &str, event: Event) {
        if let Some(entry) = self.entries.get_mut(id) {
            if entry.events.len() >= MOST_EVENTS {
                entry.events.remove(0);
            }
            entry.events.push(event);
        }
    }

    /// Attributes the messages with one customer to another id of the customer.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        for entry in self.entries.values_mut() {
            if entry.with == from {
                to.clone_into(&mut entry.with);
            }
        }
    }

    pub(crate) fn newest_first(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let ids = self.order.iter().rev();
        ids.filter_map(|id| Some((id.as_str(), self.entries.get(id)?)))
    }
}
