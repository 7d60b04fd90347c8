//! A customer's message: what follows from it, whoever carries it.

use serde_json::{Map, Value};

use crate::model::customers::Sent;
use crate::model::exchange::ledger::{Author, Entry};
use crate::model::ids::Way;
use crate::model::line::{Carrier, Line};
use crate::model::media::Attachment;
use crate::model::notifications::words;
use crate::model::settings::Settings;
use crate::model::twilio;
use crate::model::world::State;

/// What a customer sends.
pub(crate) struct Words<'a> {
    /// The message's type.
    pub(crate) kind: &'a str,
    /// The object under the key of that name, without what hosting adds to it.
    pub(crate) content: Value,
    /// The file of the message.
    pub(crate) attachment: Option<Attachment>,
    /// The message that this one answers.
    pub(crate) quoting: Option<&'a str>,
    /// Other members of the message; they go into the objects that it has.
    pub(crate) more: Map<String, Value>,
}

/// A message that a customer has sent, before a carrier puts it into its own words.
pub(crate) struct Said<'a> {
    pub(crate) id: &'a str,
    /// Seconds since 1970.
    pub(crate) at: u64,
    pub(crate) kind: &'a str,
    pub(crate) content: Value,
    pub(crate) quoted: Option<Quoted<'a>>,
    pub(crate) more: Map<String, Value>,
}

/// The message that another one answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quoted<'a> {
    pub(crate) id: &'a str,
    /// Which way it went, and when; `None` if the sandbox does not know the message.
    pub(crate) known: Option<(Way, u64)>,
}

/// The customer `id` writes to `line`. Returns the message's id. That of a blocked customer does not arrive.
pub(crate) fn send(
    state: &mut State,
    settings: &Settings,
    id: &str,
    line: &Line,
    words: Words<'_>,
) -> String {
    let Words {
        kind,
        mut content,
        attachment,
        quoting,
        more,
    } = words;
    let now = state.clock.seconds();
    // Only the Cloud API has a list of blocked customers.
    let blocked = line.carrier == Carrier::CloudApi && state.is_blocked(id);
    let mut files = Vec::new();
    let other = state.customers.meet(id, now).id().to_owned();
    let message_id = match line.carrier {
        Carrier::CloudApi => {
            if let Some(attachment) = &attachment {
                words::host(state, settings, attachment, &mut content);
            }
            state.ids.message(Way::In, &other)
        }
        Carrier::Twilio => {
            files = twilio::webhooks::inbound::host(state, kind, &content, attachment);
            state.ids.sid(if files.is_empty() { "SM" } else { "MM" })
        }
    };
    let order = state.ids.made();
    let person = state.customers.meet(id, now);
    if !blocked {
        person.wrote.note(&line.number, now);
    }
    person.sent.push_back(Sent {
        id: message_id.clone(),
        kind: kind.to_owned(),
        to: line.number.clone(),
        about: quoting.map(str::to_owned),
        content: content.clone(),
        at: now,
        read: false,
        file: files.first().map(|file| file.sid.clone()),
        more: more.clone(),
        order,
    });
    if blocked {
        tracing::info!("{other} is blocked: {kind} does not arrive");
        return message_id;
    }
    tracing::info!("{other} sends {kind}");
    let said = Said {
        id: &message_id,
        at: now,
        kind,
        content,
        quoted: quoting.map(|id| Quoted {
            id,
            known: state.ledger.find(id).map(|entry| (entry.way, entry.at)),
        }),
        more,
    };
    state.ledger.write(
        &message_id,
        Entry {
            line: line.clone(),
            way: Way::In,
            author: Author::Client,
            kind: kind.to_owned(),
            at: now,
            callback_data: None,
            category: "service".to_owned(),
            template_id: None,
            with: other.clone(),
            events: Vec::new(),
        },
    );
    match line.carrier {
        Carrier::CloudApi => {
            let update = words::message(person, said, settings);
            state.outbox.add(update, settings);
        }
        Carrier::Twilio => {
            twilio::webhooks::inbound::tell(state, settings, &other, line, &said, files);
        }
    }
    message_id
}
