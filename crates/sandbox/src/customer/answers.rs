//! Answering what was sent: a tap, a choice, a form. A customer can only answer what is really on
//! the phone.

use serde_json::{Value, json};

use super::Customer;
use crate::model::customers::{Choice, ChoiceKind, Received};

/// Why a customer cannot answer like that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotAnswer {
    /// The message never reached this customer.
    #[error("no message {0} has reached this customer")]
    NoSuchMessage(String),
    /// The message has nothing of that kind to tap.
    #[error("message {message} has no {wanted}; it has {has}")]
    NotOffered {
        /// The message's id.
        message: String,
        /// What was to be tapped.
        wanted: String,
        /// What there is.
        has: String,
    },
    /// A tap there does not send anything.
    #[error("{0} opens, calls or copies something and sends nothing back")]
    Silent(String),
    /// The customer has no phone number to share, or none was given.
    #[error("this customer is known by a user id only: give the number to share")]
    NoNumber,
    /// What was given is not a phone number, or not this customer's.
    #[error("{0} is not this customer's phone number in digits, with the country code")]
    NotTheNumber(String),
    /// A form is answered with an object.
    #[error("the answer to a form is a JSON object")]
    NotAnObject,
}

impl Customer {
    /// Taps a reply button or a template's quick reply. `button` is its id or payload, as it was sent.
    /// Returns the id of the answer.
    ///
    /// # Errors
    /// [`CannotAnswer`] when the message did not arrive, has no such button, or the button sends nothing.
    pub fn taps(&self, message: &str, button: &str) -> Result<String, CannotAnswer> {
        let seen = self.seen(message)?;
        let choice = pick(&seen, &format!("button {button}"), |choice| {
            choice.kind != ChoiceKind::Row && choice.id == button
        })?;
        let (kind, content) = match choice.kind {
            ChoiceKind::Reply => (
                "interactive",
                json!({
                    "type": "button_reply",
                    "button_reply": {"id": choice.id, "title": choice.title},
                }),
            ),
            ChoiceKind::QuickReply => (
                "button",
                json!({"payload": choice.id, "text": choice.title}),
            ),
            _ => return Err(CannotAnswer::Silent(choice.title.clone())),
        };
        Ok(self.answers(message, kind, content))
    }

    /// Chooses a row of a list by its id. Returns the id of the answer.
    ///
    /// # Errors
    /// [`CannotAnswer`] when the message did not arrive or has no such row.
    pub fn chooses(&self, message: &str, row: &str) -> Result<String, CannotAnswer> {
        let seen = self.seen(message)?;
        let choice = pick(&seen, &format!("row {row}"), |choice| {
            choice.kind == ChoiceKind::Row && choice.id == row
        })?;
        let mut reply = json!({"id": choice.id, "title": choice.title});
        if let Some(description) = &choice.description {
            reply["description"] = json!(description);
        }
        let content = json!({"type": "list_reply", "list_reply": reply});
        Ok(self.answers(message, "interactive", content))
    }

    /// Fills in a form (a flow, or the address that was asked for) and sends it. The flow's token comes
    /// back with the answers, unless they hold another. Returns the id of the answer.
    ///
    /// # Errors
    /// [`CannotAnswer`] when the message did not arrive, has no form, or `answers` is not an object.
    pub fn submits(&self, message: &str, answers: Value) -> Result<String, CannotAnswer> {
        let seen = self.seen(message)?;
        let form = pick(&seen, "form", |choice| {
            matches!(choice.kind, ChoiceKind::Flow | ChoiceKind::Address)
        })?;
        let Value::Object(mut answers) = answers else {
            return Err(CannotAnswer::NotAnObject);
        };
        let (name, body) = if form.kind == ChoiceKind::Flow {
            answers
                .entry("flow_token")
                .or_insert_with(|| json!(form.id));
            ("flow", "Sent".to_owned())
        } else {
            ("address_message", lines(&answers))
        };
        // Meta sends the answers as text that is JSON.
        let response = Value::Object(answers).to_string();
        let content = json!({
            "type": "nfm_reply",
            "nfm_reply": {"response_json": response, "body": body, "name": name},
        });
        Ok(self.answers(message, "interactive", content))
    }

    /// Sends the location that a message asked for. Returns the id of the answer.
    ///
    /// # Errors
    /// [`CannotAnswer`] when the message did not arrive or did not ask.
    pub fn shares_location(
        &self,
        message: &str,
        latitude: f64,
        longitude: f64,
    ) -> Result<String, CannotAnswer> {
        let seen = self.seen(message)?;
        pick(&seen, "request for a location", |choice| {
            choice.kind == ChoiceKind::Location
        })?;
        Ok(self.quoting(message).sends_location(latitude, longitude))
    }

    pub(super) fn seen(&self, message: &str) -> Result<Received, CannotAnswer> {
        self.received()
            .into_iter()
            .find(|received| received.id == message)
            .ok_or_else(|| CannotAnswer::NoSuchMessage(message.to_owned()))
    }
}

pub(super) fn pick<'a>(
    seen: &'a Received,
    wanted: &str,
    is_it: impl Fn(&Choice) -> bool,
) -> Result<&'a Choice, CannotAnswer> {
    seen.all_choices()
        .find(|choice| is_it(choice))
        .ok_or_else(|| {
            let has: Vec<&str> = seen
                .all_choices()
                .map(|choice| choice.id.as_str())
                .collect();
            CannotAnswer::NotOffered {
                message: seen.id.clone(),
                wanted: wanted.to_owned(),
                has: if has.is_empty() {
                    "nothing to tap".to_owned()
                } else {
                    has.join(", ")
                },
            }
        })
}

/// The values of an address below each other, as the customer sees them.
fn lines(answers: &serde_json::Map<String, Value>) -> String {
    let values = answers.get("values").and_then(Value::as_object);
    let texts: Vec<&str> = values
        .unwrap_or(answers)
        .values()
        .filter_map(Value::as_str)
        .collect();
    texts.join("\n")
}
