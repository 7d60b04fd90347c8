//! Notifications on their way out.

use bytes::Bytes;
use serde_json::Value;

use super::body::{Update, body};
use super::{encode, sign};
use crate::model::deliveries::Deliveries;
use crate::model::newest::Weighs;
use crate::model::settings::{Batch, Keep, Settings};

/// One POST to the callback: the exact bytes and their signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    body: Bytes,
    signature: String,
    attempts: Vec<Attempt>,
}

/// What the callback made of one POST.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Attempt {
    /// It answered with this HTTP status. 200 is acceptance.
    Answered(u16),
    /// No answer, and why.
    NoAnswer(String),
}

impl Notification {
    /// Signs `value` as Meta writes and signs it.
    pub(crate) fn new(value: &Value, app_secret: &str) -> Self {
        let body = encode(value);
        let signature = sign(&body, app_secret);
        Self {
            body: Bytes::from(body),
            signature,
            attempts: Vec::new(),
        }
    }

    pub(crate) fn shared_body(&self) -> Bytes {
        self.body.clone()
    }

    /// The raw body. The signature is over these bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text; it is always ASCII.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }

    /// The body, parsed.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The value of the `X-Hub-Signature-256` header: `sha256=…`.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// The POSTs so far, if there is a callback URL.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Whether the callback answered 200.
    pub fn was_accepted(&self) -> bool {
        self.attempts.last() == Some(&Attempt::Answered(200))
    }
}

impl Weighs for Notification {
    fn bytes(&self) -> usize {
        self.body.len()
    }
}

/// Updates that wait for company, and the notifications made of them.
#[derive(Debug)]
pub(crate) struct Outbox {
    waiting: Vec<Update>,
    batch: Batch,
    pub(crate) notifications: Deliveries<Notification>,
}

impl Outbox {
    pub(crate) fn new(keep: Keep, batch: Batch) -> Self {
        Self {
            waiting: Vec::new(),
            batch,
            notifications: Deliveries::new(keep),
        }
    }

    /// Puts updates together like this from now on; what waits is closed as it is.
    pub(crate) fn put_together(&mut self, batch: Batch, settings: &Settings) {
        self.close_batch(settings);
        self.batch = batch;
    }

    /// Adds an update; a batch that is full becomes a notification.
    pub(crate) fn add(&mut self, update: Update, settings: &Settings) {
        self.waiting.push(update);
        if self.waiting.len() >= self.batch.capacity() {
            self.close_batch(settings);
        }
    }

    /// Makes a notification of what waits, full or not.
    pub(crate) fn close_batch(&mut self, settings: &Settings) {
        if self.waiting.is_empty() {
            return;
        }
        let updates = std::mem::take(&mut self.waiting);
        let value = body(&updates, self.batch, settings);
        let notification = Notification::new(&value, &settings.app_secret);
        self.notifications.push(notification);
    }

    pub(crate) fn has_open_batch(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub(crate) fn note(&mut self, place: usize, attempt: Attempt) {
        self.notifications
            .change(place, |notification| notification.attempts.push(attempt));
    }
}
