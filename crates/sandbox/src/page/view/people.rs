//! The customers, as the page lists them.

use serde::Serialize;

use super::chat;
use crate::model::customers::{Conduct, Person};
use crate::model::settings::Settings;
use crate::model::world::State;

/// After the customer wrote, the business may write freely for this long, in seconds.
const WINDOW: u64 = 24 * 60 * 60;

/// A customer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) wa_id: Option<String>,
    /// The number, while it is hidden from the business.
    pub(crate) hidden_number: Option<String>,
    pub(crate) user_id: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) last: Option<Last>,
    /// How many messages have arrived. A page that has seen fewer has unread ones.
    pub(crate) arrived: usize,
    /// For each number of the business's, when its window closes, in seconds since 1970; `None` if it is closed.
    pub(crate) windows: Vec<Window>,
    pub(crate) opted_out: bool,
    pub(crate) blocked: bool,
    pub(crate) with_agent: bool,
    pub(crate) typing: bool,
    /// `receives`, `fails`, `refused`.
    pub(crate) conduct: &'static str,
    /// The code of the latter two.
    pub(crate) code: Option<i64>,
}

/// The last message with a customer.
#[derive(Debug, Serialize)]
pub(crate) struct Last {
    pub(crate) text: String,
    pub(crate) kind: String,
    pub(crate) at: u64,
    pub(crate) order: u64,
    pub(crate) mine: bool,
}

/// The 24-hour window for a number of the business's.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Window {
    pub(crate) number: String,
    pub(crate) closes_at: Option<u64>,
}

impl Listed {
    pub(crate) fn new(state: &State, settings: &Settings, person: &Person) -> Self {
        let now = state.clock.seconds();
        let last = chat::last(state, person);
        let (conduct, code) = match person.conduct {
            Conduct::Receives => ("receives", None),
            Conduct::Fails(code) => ("fails", Some(code)),
            Conduct::Refused(code) => ("refused", Some(code)),
        };
        Self {
            id: person.id().to_owned(),
            name: person.name.clone(),
            wa_id: person.wa_id.clone(),
            hidden_number: person.hidden_number.clone(),
            user_id: person.user_id.clone(),
            username: person.username.clone(),
            last: last.map(|last| Last {
                text: last.summary,
                kind: last.kind,
                at: last.at,
                order: last.order,
                mine: last.mine,
            }),
            arrived: person.arrived(),
            windows: numbers(settings)
                .into_iter()
                .map(|number| Window {
                    closes_at: person
                        .wrote
                        .to(&number)
                        .map(|wrote| wrote.saturating_add(WINDOW))
                        .filter(|closes| *closes > now),
                    number,
                })
                .collect(),
            opted_out: person.opted_out,
            blocked: state.is_blocked(person.id()),
            with_agent: person.with_agent,
            typing: person.sees_typing(now),
            conduct,
            code,
        }
    }
}

/// The numbers of the business, in digits.
pub(crate) fn numbers(settings: &Settings) -> [String; 3] {
    [
        settings.display_phone_number.clone(),
        settings.twilio.number.clone(),
        settings.twilio.sandbox_number.clone(),
    ]
}
