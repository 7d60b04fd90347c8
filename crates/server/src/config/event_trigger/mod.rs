mod format;
mod headers;
mod order_by;

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use uip_contract::config::Section;

use super::condition::Condition;
use super::destination::Destination;
use super::inbox::days;
use crate::signature::Key;
pub use format::Format;
pub use order_by::OrderBy;

/// A trigger of the type `event`: events of a kind go to a receiver.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EventTrigger {
    /// Its place among `[[triggers]]`, from 0: messages name it `triggers[0]`.
    pub index: usize,
    /// `name`: under which its deliveries are kept. Default `ADAPTER.EVENT`.
    pub name: String,
    /// `adapter`: whose events.
    pub adapter: String,
    /// `event`: which events.
    pub event: String,
    /// `condition`: which of them. Default: all.
    pub condition: Option<Condition>,
    /// `deliver`: where they go.
    pub deliver: Destination,
    /// `format`: how an event is written. Default `uip`.
    pub format: Format,
    /// `secret`: what deliveries are signed with, as Standard Webhooks has it.
    pub secret: Option<Key>,
    /// `authorization`: the `Authorization` header of deliveries.
    pub authorization: Option<HeaderValue>,
    /// `headers`: more headers of deliveries. None of them is one that a
    /// delivery has anyway.
    pub headers: HeaderMap,
    /// `timeoutSeconds`: how long the receiver may take to answer. Default 15.
    pub timeout: Duration,
    /// `parallel`: how many deliveries run at a time. Default 16.
    pub parallel: usize,
    /// `giveUp`: for how long a delivery is tried before it is a dead letter.
    /// Time in which no server runs or the trigger is paused does not count.
    /// Default `7d`, at least `1m`.
    pub give_up: Duration,
    /// `maxAge`: how old an event may be when it is delivered. Older ones
    /// become dead letters. Default: as old as it is.
    pub max_age: Option<Duration>,
    /// `onRefusal` and `refusalAttempts`: what happens to an event that the
    /// receiver refuses. Default: it is skipped after 10 attempts.
    pub on_refusal: OnRefusal,
    /// `orderBy`: what deliveries are ordered by. Default: what the manifest
    /// says of the event.
    pub order_by: Option<OrderBy>,
}

/// What happens to an event that the receiver refuses, while the next events of
/// its key wait behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnRefusal {
    /// It is tried until it is given up, and they wait.
    Block,
    /// After so many refusals it becomes a dead letter, and they go on.
    Skip {
        /// `refusalAttempts`: 1 to 100, default 10.
        attempts: u32,
    },
}

const MINUTE: Duration = Duration::from_mins(1);
const YEARS: Duration = Duration::from_hours(24 * 3650);

impl EventTrigger {
    pub(super) fn read(mut section: Section<'_>, index: usize) -> Option<Self> {
        let adapter = section.required_text("adapter");
        let event = section.required_text("event");
        let name = section
            .text("name")
            .or_else(|| Some(format!("{}.{}", adapter.as_deref()?, event.as_deref()?)));
        let condition = section.text("condition").and_then(|text| {
            Condition::parse(&text)
                .inspect_err(|problem| section.wrong("condition", problem))
                .ok()
        });
        let deliver = Destination::read(&mut section);
        let format = section.text("format").and_then(|text| {
            Format::parse(&text)
                .inspect_err(|problem| section.wrong("format", problem))
                .ok()
        });
        let secret = section.base64_secret("secret", "whsec_");
        let authorization = section.secret("authorization").and_then(|secret| {
            let value = HeaderValue::from_str(secret.expose()).ok();
            if value.is_none() {
                section.wrong("authorization", "cannot stand in a header");
            }
            value.map(|mut value| {
                value.set_sensitive(true);
                value
            })
        });
        let headers = headers::read(&mut section);
        if let Some(deliver) = &deliver {
            only_over_http(&section, deliver);
        }
        let timeout = section.number("timeoutSeconds", 1..=300, 15);
        let parallel = section.number("parallel", 1..=256, 16);
        if section.take("giveUpDays").is_some() {
            section.wrong(
                "giveUpDays",
                "is called giveUp now, and has a unit: giveUp = \"7d\"",
            );
        }
        let give_up = section.duration("giveUp", MINUTE..=days(365));
        let max_age = section.duration("maxAge", MINUTE..=YEARS);
        let on_refusal = on_refusal(&mut section);
        let order_by = section.texts("orderBy").and_then(|pointers| {
            OrderBy::parse(pointers)
                .map_err(|problem| section.wrong("orderBy", problem))
                .ok()
        });
        section.finish();
        Some(Self {
            index,
            name: name?,
            adapter: adapter?,
            event: event?,
            condition,
            deliver: deliver?,
            format: format.unwrap_or_default(),
            secret: secret.map(|secret| Key::new(&secret)),
            authorization,
            headers,
            timeout: Duration::from_secs(timeout),
            parallel: usize::try_from(parallel).unwrap_or(1),
            give_up: give_up.unwrap_or(days(7)),
            max_age,
            on_refusal,
            order_by,
        })
    }
}

/// Names the keys of HTTP in a trigger that delivers elsewhere.
fn only_over_http(section: &Section<'_>, deliver: &Destination) {
    let mut keys = vec!["secret", "authorization", "headers"];
    match deliver {
        Destination::Http(_) => return,
        // A sink gets the event itself.
        Destination::Sink(_) => keys.push("format"),
        Destination::Nats(_) | Destination::Amqp(_) => {}
    }
    for key in keys.into_iter().filter(|key| section.is_given(key)) {
        let problem = format!("is not for deliveries to {}", deliver.kind());
        section.wrong(key, problem);
    }
}

fn on_refusal(section: &mut Section<'_>) -> OnRefusal {
    let attempts = section.number("refusalAttempts", 1..=100, 10);
    let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
    match section.text("onRefusal").as_deref() {
        None | Some("skip") => OnRefusal::Skip { attempts },
        Some("block") => {
            if section.is_given("refusalAttempts") {
                section.wrong(
                    "refusalAttempts",
                    "has no meaning with onRefusal = \"block\"",
                );
            }
            OnRefusal::Block
        }
        Some(other) => {
            section.wrong(
                "onRefusal",
                format!("`{other}` is unknown; use \"skip\" or \"block\""),
            );
            OnRefusal::Skip { attempts }
        }
    }
}
