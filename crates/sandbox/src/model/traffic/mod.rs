//! What went over the wire, in both directions, in the order in which it happened: requests to the APIs with their
//! answers, and webhooks with every attempt.

mod subject;

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::model::line::Carrier;
use crate::model::newest::{MOST_BYTES, Newest, Weighs};
use crate::model::notifications::Attempt;
use crate::model::requests::RecordedRequest;
use crate::model::settings::Keep;

pub(crate) use subject::Subject;

/// So many attempts of a webhook are kept.
const MOST_ATTEMPTS: usize = 100;
/// So much of an answer's body is kept.
pub(crate) const LONGEST_ANSWER: usize = 64 * 1024;

/// One exchange.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Counts from 1 in the order of happening.
    pub(crate) id: u64,
    /// Since 1970, by the sandbox's clock.
    pub(crate) at: Duration,
    pub(crate) subject: Subject,
    pub(crate) exchange: Exchange,
}

/// Who called whom.
#[derive(Debug, Clone)]
pub(crate) enum Exchange {
    /// A client called an API.
    Api(Box<Call>),
    /// The sandbox called the business.
    Webhook(Post),
    /// A client's connection was reset before its request was read.
    Reset { method: String, path: String },
}

/// A request to an API.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) request: RecordedRequest,
    /// The fault that it met, in a few words.
    pub(crate) fault: Option<String>,
    /// `None` until it is answered.
    pub(crate) answer: Option<Answered>,
}

/// How a request was answered.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// At most [`LONGEST_ANSWER`] bytes of it.
    pub(crate) body: Bytes,
    /// How long the body was.
    pub(crate) length: usize,
    /// What a fault made of the connection, in a few words, if the client did not get this answer whole.
    pub(crate) cut: Option<&'static str>,
    pub(crate) took: Duration,
}

/// A webhook.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) carrier: Carrier,
    /// Where it is sent; `None` while there is no callback URL.
    pub(crate) url: Option<String>,
    pub(crate) content_type: &'static str,
    /// The name of the signature's header, and its value.
    pub(crate) signature: (&'static str, String),
    pub(crate) body: Bytes,
    /// The place among its carrier's.
    pub(crate) place: usize,
    pub(crate) attempts: Vec<Tried>,
}

/// One POST of a webhook.
#[derive(Debug, Clone)]
pub(crate) struct Tried {
    pub(crate) at: Duration,
    pub(crate) took: Duration,
    pub(crate) url: String,
    pub(crate) outcome: Attempt,
    /// The first 4 kB of the answer's body.
    pub(crate) answer: String,
    pub(crate) retry_after: Option<String>,
    /// What the carrier would log about the answer.
    pub(crate) remark: Option<String>,
}

impl Tried {
    pub(crate) fn is_accepted(&self, carrier: Carrier) -> bool {
        match (&self.outcome, carrier) {
            (Attempt::Answered(status), Carrier::CloudApi) => *status == 200,
            (Attempt::Answered(status), Carrier::Twilio) => (200..300).contains(status),
            (Attempt::NoAnswer(_), _) => false,
        }
    }
}

impl Post {
    /// Whether the business has accepted it.
    pub(crate) fn is_accepted(&self) -> bool {
        self.attempts
            .iter()
            .any(|tried| tried.is_accepted(self.carrier))
    }
}

impl Row {
    /// Whether the exchange went wrong so far.
    pub(crate) fn has_failed(&self) -> bool {
        match &self.exchange {
            Exchange::Reset { .. } => true,
            Exchange::Api(call) => call
                .answer
                .as_ref()
                .is_some_and(|answer| answer.cut.is_some() || answer.status >= 400),
            Exchange::Webhook(post) => !post.attempts.is_empty() && !post.is_accepted(),
        }
    }
}

impl Weighs for Row {
    fn bytes(&self) -> usize {
        match &self.exchange {
            Exchange::Api(call) => {
                let answer = call.answer.as_ref().map_or(0, |answer| answer.body.len());
                call.request.bytes() + answer
            }
            Exchange::Webhook(post) => {
                let answers = post.attempts.iter().map(|tried| tried.answer.len());
                post.body.len() + answers.sum::<usize>()
            }
            Exchange::Reset { path, .. } => path.len(),
        }
    }
}

/// All rows that are kept.
#[derive(Debug)]
pub(crate) struct Traffic {
    /// The row with the id 1 has the place 0.
    rows: Newest<Row>,
    /// The rows about a message, by its id.
    about: HashMap<String, Vec<u64>>,
    /// The row of a webhook, by its carrier and its place among the carrier's.
    posts: HashMap<(Carrier, usize), u64>,
}

/// The place of the row with this id.
fn place(id: u64) -> Option<usize> {
    usize::try_from(id).ok()?.checked_sub(1)
}

impl Traffic {
    pub(crate) fn new(keep: Keep) -> Self {
        Self {
            rows: Newest::new(keep, MOST_BYTES),
            about: HashMap::new(),
            posts: HashMap::new(),
        }
    }

    /// Adds a row and returns its id.
    pub(crate) fn add(&mut self, at: Duration, subject: Subject, exchange: Exchange) -> u64 {
        let id = self.made() + 1;
        for message in &subject.about {
            self.about.entry(message.clone()).or_default().push(id);
        }
        let row = Row {
            id,
            at,
            subject,
            exchange,
        };
        for forgotten in self.rows.push(row) {
            self.forget(&forgotten);
        }
        id
    }

    /// Forgets where a row is found that is no longer kept.
    fn forget(&mut self, row: &Row) {
        for message in &row.subject.about {
            if let Some(rows) = self.about.get_mut(message) {
                rows.retain(|known| *known != row.id);
                if rows.is_empty() {
                    self.about.remove(message);
                }
            }
        }
        if let Exchange::Webhook(post) = &row.exchange {
            self.posts.remove(&(post.carrier, post.place));
        }
    }

    /// Adds the row of a webhook.
    pub(crate) fn add_post(&mut self, at: Duration, subject: Subject, post: Post) -> u64 {
        let key = (post.carrier, post.place);
        let id = self.add(at, subject, Exchange::Webhook(post));
        self.posts.insert(key, id);
        id
    }

    /// Notes an attempt of the webhook at `place` among its carrier's. Returns its row, if that is kept.
    pub(crate) fn tried(&mut self, carrier: Carrier, place: usize, tried: Tried) -> Option<u64> {
        let id = *self.posts.get(&(carrier, place))?;
        self.tried_row(id, tried).then_some(id)
    }

    /// Notes an attempt of the webhook in the row `id`. Whether there is one.
    pub(crate) fn tried_row(&mut self, id: u64, tried: Tried) -> bool {
        let noted = self.change(id, |row| {
            let Exchange::Webhook(post) = &mut row.exchange else {
                return false;
            };
            post.url = Some(tried.url.clone());
            if post.attempts.len() >= MOST_ATTEMPTS {
                post.attempts.remove(0);
            }
            post.attempts.push(tried);
            true
        });
        noted.unwrap_or(false)
    }

    /// Notes the answer to the request in the row `id`, and the messages that it names.
    pub(crate) fn answered(&mut self, id: u64, answer: Answered) {
        let mut named = subject::of_answer(&answer.body);
        let is_noted = self.change(id, |row| {
            if let Exchange::Api(call) = &mut row.exchange {
                call.answer = Some(answer);
            }
            named.retain(|message| !row.subject.about.contains(message));
            row.subject.about.extend_from_slice(&named);
        });
        if is_noted.is_some() {
            for message in named {
                self.about.entry(message).or_default().push(id);
            }
        }
    }

    pub(crate) fn find(&self, id: u64) -> Option<&Row> {
        self.rows.get(place(id)?)
    }

    fn change<R>(&mut self, id: u64, how: impl FnOnce(&mut Row) -> R) -> Option<R> {
        self.rows.change(place(id)?, how)
    }

    /// The rows about a message, oldest first.
    pub(crate) fn about(&self, message: &str) -> impl Iterator<Item = &Row> {
        let ids = self.about.get(message).map(Vec::as_slice);
        ids.unwrap_or_default()
            .iter()
            .filter_map(|id| self.find(*id))
    }

    /// Whether the business has accepted the webhook that brings a message of a customer's.
    pub(crate) fn has_brought(&self, message: &str) -> bool {
        self.about(message).any(|row| {
            row.subject.brings.iter().any(|known| known == message)
                && matches!(&row.exchange, Exchange::Webhook(post) if post.is_accepted())
        })
    }

    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().rev()
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many rows there ever were.
    pub(crate) fn made(&self) -> u64 {
        u64::try_from(self.rows.made()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(traffic: &mut Traffic, place: usize, about: &str) -> u64 {
        post_of(traffic, place, about, Bytes::from_static(b"{}"))
    }

    fn post_of(traffic: &mut Traffic, place: usize, about: &str, body: Bytes) -> u64 {
        let subject = Subject {
            about: vec![about.to_owned()],
            brings: vec![about.to_owned()],
            ..Subject::default()
        };
        let post = Post {
            carrier: Carrier::CloudApi,
            url: None,
            content_type: "application/json",
            signature: ("x-hub-signature-256", String::new()),
            body,
            place,
            attempts: Vec::new(),
        };
        traffic.add_post(Duration::ZERO, subject, post)
    }

    fn tried(status: u16) -> Tried {
        Tried {
            at: Duration::ZERO,
            took: Duration::ZERO,
            url: String::new(),
            outcome: Attempt::Answered(status),
            answer: String::new(),
            retry_after: None,
            remark: None,
        }
    }

    #[test]
    fn only_so_many_rows_are_kept_and_the_others_are_found_by_nothing() {
        let mut traffic = Traffic::new(Keep::of(3));
        for place in 0..4 {
            post(&mut traffic, place, &format!("m{place}"));
        }
        assert_eq!((traffic.len(), traffic.made()), (3, 4));
        assert!(traffic.find(1).is_none());
        assert_eq!(traffic.about("m0").count(), 0);
        assert_eq!(traffic.find(2).map(|row| row.id), Some(2));
        assert_eq!(traffic.about("m3").count(), 1);
        assert_eq!(traffic.tried(Carrier::CloudApi, 0, tried(200)), None);
        assert_eq!((traffic.about.len(), traffic.posts.len()), (3, 3));
    }

    #[test]
    fn large_bodies_and_the_answers_to_them_leave_room_for_few_rows() {
        let mut traffic = Traffic::new(Keep::default());
        for place in 0..3 {
            post_of(
                &mut traffic,
                place,
                "m",
                Bytes::from(vec![0; MOST_BYTES / 3]),
            );
        }
        assert_eq!(traffic.len(), 3);
        let mut answered = tried(200);
        answered.answer = "an answer".to_owned();
        traffic.tried(Carrier::CloudApi, 1, answered);
        post(&mut traffic, 3, "n");
        assert_eq!(traffic.len(), 3);
        assert!(traffic.find(1).is_none());
    }

    #[test]
    fn a_message_is_brought_once_an_attempt_is_accepted() {
        let mut traffic = Traffic::new(Keep::of(3));
        let id = post(&mut traffic, 0, "m");
        traffic.tried(Carrier::CloudApi, 0, tried(503));
        assert!(!traffic.has_brought("m"));
        assert!(traffic.find(id).is_some_and(Row::has_failed));
        traffic.tried(Carrier::CloudApi, 0, tried(200));
        assert!(traffic.has_brought("m"));
        assert!(!traffic.find(id).is_some_and(Row::has_failed));
    }
}
