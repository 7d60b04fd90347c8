//! Messages as Twilio keeps them.

pub(crate) mod media;
pub(crate) mod outbound;
pub(crate) mod payload;
pub(crate) mod statuses;

use std::collections::VecDeque;

use outbound::Draft;

use crate::model::settings::Keep;

/// The status of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Accepted,
    Scheduled,
    Queued,
    Sent,
    Delivered,
    Read,
    Failed,
    Undelivered,
    Canceled,
    Received,
}

impl Status {
    /// Twilio's word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Scheduled => "scheduled",
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Undelivered => "undelivered",
            Self::Canceled => "canceled",
            Self::Received => "received",
        }
    }
}

/// Where a message comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Inbound,
    OutboundApi,
    OutboundReply,
}

impl Direction {
    /// Twilio's word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::OutboundApi => "outbound-api",
            Self::OutboundReply => "outbound-reply",
        }
    }
}

/// A file of a message.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) sid: String,
    pub(crate) content_type: String,
    /// Where the business hosts it. None for a customer's file, which the sandbox hosts.
    pub(crate) link: Option<String>,
    /// Seconds since 1970.
    pub(crate) at: u64,
}

/// One message, in either direction.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) sid: String,
    pub(crate) direction: Direction,
    /// `None` until a Messaging Service has chosen the sender.
    pub(crate) from: Option<String>,
    pub(crate) to: String,
    pub(crate) body: String,
    pub(crate) status: Status,
    pub(crate) messaging_service_sid: Option<String>,
    pub(crate) files: Vec<File>,
    /// Seconds since 1970, as all times.
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
    pub(crate) sent_at: Option<u64>,
    pub(crate) error: Option<i64>,
    /// The URL that the message itself names for its statuses.
    pub(crate) status_callback: Option<String>,
    /// Whether it is sent as a template.
    pub(crate) is_template: bool,
    /// What is sent, and when, while the message is scheduled.
    pub(crate) scheduled: Option<(u64, Draft)>,
}

/// The messages of the account that are kept, in the order in which they were made.
#[derive(Debug)]
pub(crate) struct Messages {
    all: VecDeque<Message>,
    most: usize,
}

impl Messages {
    pub(crate) fn new(keep: Keep) -> Self {
        Self {
            all: VecDeque::new(),
            most: keep.count(),
        }
    }

    /// Adds a message. For it the oldest is forgotten if there are too many; one that is still to be sent only if all
    /// others are as well.
    pub(crate) fn add(&mut self, message: Message) {
        if self.all.len() >= self.most {
            let mut places = self.all.iter();
            let oldest = places.position(|message| message.scheduled.is_none());
            self.all.remove(oldest.unwrap_or(0));
        }
        self.all.push_back(message);
    }

    pub(crate) fn all(&self) -> &VecDeque<Message> {
        &self.all
    }

    pub(crate) fn find(&self, sid: &str) -> Option<&Message> {
        // Clients ask for what they have just sent.
        self.all.iter().rev().find(|message| message.sid == sid)
    }

    pub(crate) fn find_mut(&mut self, sid: &str) -> Option<&mut Message> {
        self.all.iter_mut().rev().find(|message| message.sid == sid)
    }

    /// Whether there was such a message.
    pub(crate) fn remove(&mut self, sid: &str) -> bool {
        let before = self.all.len();
        self.all.retain(|message| message.sid != sid);
        self.all.len() < before
    }

    /// When the next scheduled message is due, in seconds since 1970.
    pub(crate) fn next_due(&self) -> Option<u64> {
        let scheduled = self
            .all
            .iter()
            .filter_map(|message| message.scheduled.as_ref());
        scheduled.map(|(at, _)| *at).min()
    }

    /// The scheduled messages that are due, which are scheduled no more.
    fn take_due(&mut self, now: u64) -> Vec<(String, Draft)> {
        let due = self.all.iter_mut().filter_map(|message| {
            let (_, draft) = message.scheduled.take_if(|(at, _)| *at <= now)?;
            Some((message.sid.clone(), draft))
        });
        due.collect()
    }
}
