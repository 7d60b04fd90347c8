//! Writing a chat down, and replaying it.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::Customer;
use crate::model::customers::{Person, Received, Sent};
use crate::model::exchange::inbound::Words;
use crate::model::media::Kind;
use crate::model::settings::Settings;
use crate::model::transcript::{Content, Line, Number, Said, Transcript};
use crate::model::world::{State, TimedOut};

/// A replay waited for a message of the business's in vain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "messages[{place}] of the file is the business's, and did not come: {cause}. The customer's messages before it were sent, {sent} in number, and those after it were not"
)]
pub struct CannotReplay {
    place: usize,
    sent: usize,
    #[source]
    cause: TimedOut,
}

/// A message, wherever it is kept.
enum Message<'a> {
    /// Of the business's, whether or not it arrived.
    Business(&'a Received),
    Customer(&'a Sent),
}

impl<'a> Message<'a> {
    fn order(&self) -> u64 {
        match self {
            Self::Business(message) => message.order,
            Self::Customer(message) => message.order,
        }
    }

    fn id(&self) -> &'a str {
        match self {
            Self::Business(message) => &message.id,
            Self::Customer(message) => &message.id,
        }
    }
}

/// The messages of the business's after `since`, in the order in which they were written.
fn of_business(person: &Person, since: u64) -> Vec<&Received> {
    let both = person.received.iter().chain(&person.missed);
    let mut all: Vec<&Received> = both.filter(|message| message.order > since).collect();
    all.sort_by_key(|message| message.order);
    all
}

impl Customer {
    /// The chat, to be replayed. A file that the sandbox no longer has is not in it.
    pub fn transcript(&self) -> Transcript {
        self.world.look(|state| {
            let person = state.customers.find(&self.id);
            person.map_or_else(
                || Transcript::of(Vec::new()),
                |person| written(state, &self.world.settings, person),
            )
        })
    }

    /// Sends what the customer wrote in a chat, in order. Where the business wrote between, it waits until the
    /// business has written as many messages as there, of whatever content; an answer quotes the message at the
    /// same place. Returns the ids of what was sent.
    ///
    /// # Errors
    /// [`CannotReplay`] if the business does not write within the sandbox's patience.
    pub async fn replays(&self, transcript: &Transcript) -> Result<Vec<String>, CannotReplay> {
        let patience = self.world.settings.patience;
        self.replays_within(transcript, patience).await
    }

    /// As [`Customer::replays`], waiting so long for each message of the business's.
    pub(crate) async fn replays_within(
        &self,
        transcript: &Transcript,
        patience: Duration,
    ) -> Result<Vec<String>, CannotReplay> {
        let start = self.world.look(|state| state.ids.made());
        let mut sent = Vec::new();
        // The id at each place of the file, as far as it is known.
        let mut ids: Vec<String> = Vec::new();
        let mut heard = 0;
        for (place, line) in transcript.messages().iter().enumerate() {
            match line {
                Line::Customer(said) => {
                    let about = said.about.and_then(|about| ids.get(about));
                    let id = self.says_again(said, about.map(String::as_str));
                    sent.push(id.clone());
                    ids.push(id);
                }
                Line::Business { .. } => {
                    heard += 1;
                    let id = self.waits_for_business(start, heard, patience).await;
                    ids.push(id.map_err(|cause| CannotReplay {
                        place,
                        sent: sent.len(),
                        cause,
                    })?);
                }
            }
        }
        Ok(sent)
    }

    /// Waits for the message number `count` of the business's after `start`. Returns its id.
    async fn waits_for_business(
        &self,
        start: u64,
        count: usize,
        patience: Duration,
    ) -> Result<String, TimedOut> {
        let heard = self
            .world
            .wait_within(patience, "messages of the business", count, |state| {
                let person = state.customers.find(&self.id);
                let all = person.map(|person| of_business(person, start));
                let all = all.unwrap_or_default().into_iter();
                all.map(|message| message.id.clone()).collect()
            })
            .await?;
        Ok(heard
            .into_iter()
            .nth(count.saturating_sub(1))
            .unwrap_or_default())
    }

    fn says_again(&self, said: &Said, about: Option<&str>) -> String {
        let attachment = said.attachment();
        let mut content = match &attachment {
            Some(attachment) => attachment.content(),
            None => said.content.clone(),
        };
        let is_reaction = said.kind == "reaction";
        if let (Some(id), true) = (about, is_reaction) {
            content["message_id"] = json!(id);
        }
        let settings = &self.world.settings;
        let number = said.to.map(|number| number.digits(settings));
        let line = number.and_then(|digits| settings.line(digits).ok());
        let speaker = Self {
            line: line.or_else(|| self.line.clone()),
            ..self.clone()
        };
        speaker.send(Words {
            kind: &said.kind,
            content,
            attachment,
            quoting: about.filter(|_| !is_reaction),
            more: said.with.clone(),
        })
    }
}

fn written(state: &State, settings: &Settings, person: &Person) -> Transcript {
    let business = of_business(person, 0).into_iter().map(Message::Business);
    let customer = person.sent.iter().map(Message::Customer);
    let mut all: Vec<Message<'_>> = business.chain(customer).collect();
    all.sort_by_key(Message::order);
    let places = all.iter().enumerate();
    let places: HashMap<&str, usize> = places.map(|(place, one)| (one.id(), place)).collect();
    let lines = all
        .iter()
        .enumerate()
        .map(|(place, message)| match message {
            Message::Business(message) => Line::Business {
                kind: message.kind.clone(),
                text: message.body.clone(),
            },
            Message::Customer(message) => {
                // What answers a message of another chat, or one that is forgotten, answers none.
                let about = |id: &str| places.get(id).copied().filter(|about| *about < place);
                Line::Customer(said(state, settings, message, about))
            }
        });
    Transcript::of(lines.collect())
}

fn said(
    state: &State,
    settings: &Settings,
    message: &Sent,
    place: impl Fn(&str) -> Option<usize>,
) -> Said {
    let mut content = message.content.clone();
    let mut about = message.about.as_deref().and_then(&place);
    if about.is_none() && message.kind == "reaction" {
        about = content["message_id"].as_str().and_then(&place);
        if about.is_some() {
            forget(&mut content, &["message_id"]);
        }
    }
    let file = file_of(state, message);
    if file.is_some() {
        forget(&mut content, &["id", "sha256", "url", "mime_type"]);
    }
    Said {
        kind: message.kind.clone(),
        content,
        to: Number::named(&message.to, settings),
        about,
        file,
        with: message.more.clone(),
    }
}

/// Takes out what another run makes anew.
fn forget(content: &mut Value, members: &[&str]) {
    if let Some(content) = content.as_object_mut() {
        content.retain(|name, _| !members.contains(&name.as_str()));
    }
}

fn file_of(state: &State, message: &Sent) -> Option<Content> {
    Kind::named(&message.kind)?;
    let id = message.file.as_deref();
    let id = id.or_else(|| message.content["id"].as_str())?;
    let media = state.media.find(id, state.clock.seconds())?;
    Some(Content {
        mime_type: media.mime_type().to_owned(),
        content: media.bytes().to_vec(),
    })
}
