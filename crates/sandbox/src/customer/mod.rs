//! Playing a customer.

mod answers;
mod attachment;
mod chat_link;
mod contact_info;
mod identity;
mod order;
mod others;
mod transcript;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

pub use answers::CannotAnswer;
pub use chat_link::CannotFollow;
pub(crate) use identity::CannotHide;
pub use order::OrderItem;
pub use transcript::CannotReplay;

use crate::model::GraphError;
use crate::model::customers::{Conduct, LastWrote, Person, Received, Sent};
use crate::model::exchange::inbound::{self, Words};
use crate::model::exchange::statuses;
use crate::model::line::{Line, NotOurNumber};
use crate::model::world::TimedOut;
use crate::model::world::World;

/// A customer's side of the conversation. Get one from [`crate::Sandbox::customer`].
///
/// What a customer does becomes a signed notification. What a customer *is* (opted out, not on WhatsApp…)
/// decides what becomes of messages to him.
#[derive(Debug, Clone)]
pub struct Customer {
    world: Arc<World>,
    id: String,
    /// What everything this handle sends is an answer to.
    quoting: Option<String>,
    /// The number of the business that this handle writes to, if it is not the usual one.
    line: Option<Line>,
}

impl Customer {
    pub(crate) fn new(world: Arc<World>, id: &str) -> Self {
        let id = id.trim_start_matches('+').to_owned();
        let customer = Self {
            world,
            id,
            quoting: None,
            line: None,
        };
        customer.change(|_| ());
        customer
    }

    fn change<T>(&self, how: impl FnOnce(&mut Person) -> T) -> T {
        self.world.change(|state| {
            let now = state.clock.seconds();
            how(state.customers.meet(&self.id, now))
        })
    }

    /// Sends a message. An answer goes to the number that its message came from.
    fn send(&self, words: Words<'_>) -> String {
        let settings = &self.world.settings;
        self.world.change(|state| {
            let about = words.quoting.or(words.content["message_id"].as_str());
            let entry = about.and_then(|id| state.ledger.find(id));
            let line = entry
                .map(|entry| entry.line.clone())
                .or_else(|| self.line.clone())
                .unwrap_or_else(|| settings.usual_line());
            inbound::send(state, settings, &self.id, &line, words)
        })
    }

    // ---- what he does

    /// The same customer, writing to this number of the business's (digits, `+` allowed): the Cloud API's, the
    /// WhatsApp sender at Twilio, or Twilio's Sandbox for WhatsApp. Answers go to the number that the
    /// message came from in any case.
    ///
    /// # Errors
    /// [`NotOurNumber`] if the business has no such number.
    pub fn writing_to(&self, number: &str) -> Result<Self, NotOurNumber> {
        let line = self.world.settings.line(number)?;
        Ok(Self {
            line: Some(line),
            ..self.clone()
        })
    }

    /// The same customer, quoting a message with everything that is sent through this handle.
    #[must_use]
    pub fn quoting(&self, message_id: &str) -> Self {
        Self {
            quoting: Some(message_id.to_owned()),
            ..self.clone()
        }
    }

    /// Writes a text. Returns the message's id. Opens the 24-hour window.
    pub fn says(&self, text: &str) -> String {
        self.sends("text", json!({"body": text}))
    }

    /// Answers a message, quoting it. Returns the new message's id.
    pub fn replies(&self, to_message: &str, text: &str) -> String {
        self.answers(to_message, "text", json!({"body": text}))
    }

    /// Reacts to a message. Returns the reaction's own id.
    pub fn reacts(&self, to_message: &str, emoji: &str) -> String {
        self.sends(
            "reaction",
            json!({"message_id": to_message, "emoji": emoji}),
        )
    }

    /// Takes a reaction back: the notification has no `emoji`. Returns the id of the removal.
    pub fn unreacts(&self, to_message: &str) -> String {
        self.sends("reaction", json!({"message_id": to_message}))
    }

    /// Sends a message of any type: `content` is the object under the key named `kind`, as Meta documents
    /// it for notifications. Returns its id.
    pub fn sends(&self, kind: &str, content: Value) -> String {
        self.sends_with(kind, content, Map::new())
    }

    /// As [`Customer::sends`], with other members of the message: `context` of one that was forwarded or is
    /// about a product, `referral` of a customer who comes from an advertisement, `errors`… They go into the
    /// objects that the message has. Returns its id.
    pub fn sends_with(&self, kind: &str, content: Value, more: Map<String, Value>) -> String {
        self.send(Words {
            kind,
            content,
            attachment: None,
            quoting: self.quoting.as_deref(),
            more,
        })
    }

    /// Sends a location. Returns the message's id.
    pub fn sends_location(&self, latitude: f64, longitude: f64) -> String {
        self.sends(
            "location",
            json!({"latitude": latitude, "longitude": longitude}),
        )
    }

    /// Sends a location with a name and an address. Returns the message's id.
    pub fn sends_place(&self, latitude: f64, longitude: f64, name: &str, address: &str) -> String {
        let place = json!({
            "address": address,
            "latitude": latitude,
            "longitude": longitude,
            "name": name,
        });
        self.sends("location", place)
    }

    /// Sends contacts: an array in the shape of the notification's `contacts`. Returns the message's id.
    pub fn sends_contacts(&self, contacts: Value) -> String {
        self.sends("contacts", contacts)
    }

    /// As [`Customer::sends`], quoting `to_message`: a tapped button, a choice from a list.
    pub fn answers(&self, to_message: &str, kind: &str, content: Value) -> String {
        self.quoting(to_message).sends(kind, content)
    }

    /// A message reaches his phone: a `delivered` notification. For [`crate::AutoStatus::Off`] and
    /// [`crate::AutoStatus::Sent`].
    pub fn gets(&self, message_id: &str) {
        self.status(message_id, "delivered");
    }

    /// He opens a message: a `read` notification.
    pub fn opens(&self, message_id: &str) {
        self.status(message_id, "read");
    }

    /// He listens to a voice message: a `played` notification.
    pub fn plays(&self, message_id: &str) {
        self.status(message_id, "played");
    }

    /// A message to the customer fails after all: a `failed` notification with this error. It stays on the
    /// phone if it was there.
    pub fn reports_failed(&self, message_id: &str, error: &GraphError) {
        self.world.change(|state| {
            let settings = &self.world.settings;
            statuses::report(state, settings, &self.id, message_id, "failed", Some(error));
        });
    }

    /// A message leaves WhatsApp's server: a `sent` notification. For [`crate::AutoStatus::Off`].
    pub fn reports_sent(&self, message_id: &str) {
        self.status(message_id, "sent");
    }

    fn status(&self, message_id: &str, status: &str) {
        self.world.change(|state| {
            statuses::report(
                state,
                &self.world.settings,
                &self.id,
                message_id,
                status,
                None,
            );
        });
    }

    // ---- what he is

    /// Gives him a profile name.
    pub fn named(&self, name: &str) -> &Self {
        self.change(|person| name.clone_into(&mut person.name));
        self
    }

    /// Gives him a user name (without `@`).
    pub fn with_username(&self, username: &str) -> &Self {
        self.change(|person| person.username = Some(username.to_owned()));
        self
    }

    /// Gives him this business-scoped user id.
    pub fn with_user_id(&self, user_id: &str) -> &Self {
        self.change(|person| person.user_id = Some(user_id.to_owned()));
        self
    }

    /// Takes his user id away, as before April 2026.
    pub fn without_user_id(&self) -> &Self {
        self.change(|person| {
            if person.wa_id.is_some() {
                person.user_id = None;
            }
        });
        self
    }

    /// He never wrote: the 24-hour window is closed. Anything but a template is accepted, then fails with
    /// 131047.
    pub fn never_wrote(&self) -> &Self {
        self.change(|person| person.wrote = LastWrote::anywhere(None));
        self
    }

    /// He last wrote so long ago. More than 24 hours closes the window.
    pub fn last_wrote(&self, ago: Duration) -> &Self {
        self.world.change(|state| {
            let now = state.clock.seconds();
            let at = now.saturating_sub(ago.as_secs());
            state.customers.meet(&self.id, now).wrote = LastWrote::anywhere(Some(at));
        });
        self
    }

    /// He has stopped marketing messages: marketing templates fail with 131050.
    pub fn opted_out(&self) -> &Self {
        self.change(|person| person.opted_out = true);
        self
    }

    /// He has stopped marketing messages, or wants them again.
    pub(crate) fn opted_out_of_marketing(&self, opted_out: bool) {
        self.change(|person| person.opted_out = opted_out);
    }

    /// He is not on WhatsApp: messages are accepted, then fail with 131026.
    pub fn not_on_whatsapp(&self) -> &Self {
        self.fails_with(131_026)
    }

    /// He is not in the allow-list of a test number: messages are refused with 131030.
    pub fn not_in_allow_list(&self) -> &Self {
        self.refused_with(131_030)
    }

    /// Messages to him are accepted, then fail with this code.
    pub fn fails_with(&self, code: i64) -> &Self {
        self.change(|person| person.conduct = Conduct::Fails(code));
        self
    }

    /// Messages to him are refused at once with this code.
    pub fn refused_with(&self, code: i64) -> &Self {
        self.change(|person| person.conduct = Conduct::Refused(code));
        self
    }

    /// Messages reach him again.
    pub fn reachable(&self) -> &Self {
        self.change(|person| {
            person.conduct = Conduct::Receives;
            person.opted_out = false;
        });
        self
    }

    // ---- what he sees

    /// The id this handle was made with: digits, or a user id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// His business-scoped user id, if he has one.
    pub fn user_id(&self) -> Option<String> {
        self.change(|person| person.user_id.clone())
    }

    /// What reached him, oldest first. What is older than [`crate::Builder::keep`] allows is forgotten.
    pub fn received(&self) -> Vec<Received> {
        self.change(|person| Vec::from(person.received.clone()))
    }

    /// What he wrote, oldest first, and whether the business has read it. What is older than
    /// [`crate::Builder::keep`] allows is forgotten.
    pub fn sent(&self) -> Vec<Sent> {
        self.change(|person| Vec::from(person.sent.clone()))
    }

    /// Whether the business marked this message of his, or a later one, as read.
    pub fn was_read(&self, message_id: &str) -> bool {
        self.sent()
            .iter()
            .any(|sent| sent.id == message_id && sent.read)
    }

    /// Whether he sees the business typing. That ends with the next message, or after 25 seconds.
    pub fn sees_typing(&self) -> bool {
        self.world.change(|state| {
            let now = state.clock.seconds();
            state.customers.meet(&self.id, now).sees_typing(now)
        })
    }

    /// Waits until at least `count` messages have reached him, and returns all of them.
    ///
    /// # Errors
    /// [`TimedOut`] when the sandbox's patience ends first.
    pub async fn wait_for_received(&self, count: usize) -> Result<Vec<Received>, TimedOut> {
        self.world
            .wait_for("messages received by the customer", count, |state| {
                state
                    .customers
                    .find(&self.id)
                    .map(|person| Vec::from(person.received.clone()))
                    .unwrap_or_default()
            })
            .await
    }
}
