use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use url::Url;

use super::condition::Condition;
use super::headers;
use super::inbox::days;
use super::order_by::OrderBy;
use super::section::{Given, Section};
use crate::signature::Key;

/// A trigger of the type `event`: events of a kind go to a receiver.
#[derive(Debug, Clone)]
pub struct EventTrigger {
    /// Its place in the configuration, to name it in mistakes.
    pub(crate) index: usize,
    /// `name`: under which its deliveries are kept. Default `ADAPTER.EVENT`.
    pub name: String,
    /// `adapter`: whose events.
    pub adapter: String,
    /// `event`: which events.
    pub event: String,
    /// `condition`: which of them. Default: all.
    pub condition: Option<Condition>,
    /// `deliver`: where they are posted. It may be a secret.
    pub deliver: Url,
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
    /// `giveUpDays`: for how long a delivery is tried before it is dead.
    /// Default 7, at least 7.
    pub give_up_after: Duration,
    /// `orderBy`: what deliveries are ordered by.
    pub order_by: OrderBy,
}

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
        let deliver = section.given("deliver");
        if deliver.is_none() && !section.is_given("deliver") {
            section.wrong("deliver", "is missing");
        }
        let deliver = deliver.and_then(|given| {
            receiver(&given)
                .inspect_err(|problem| section.wrong("deliver", problem))
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
        let timeout = section.number("timeoutSeconds", 1..=300, 15);
        let parallel = section.number("parallel", 1..=256, 16);
        let give_up_days = section.number("giveUpDays", 7..=365, 7);
        let order_by = match section.texts("orderBy").map(OrderBy::parse) {
            None => OrderBy::default(),
            Some(Ok(order_by)) => order_by,
            Some(Err(problem)) => {
                section.wrong("orderBy", problem);
                OrderBy::default()
            }
        };
        section.finish();
        Some(Self {
            index,
            name: name?,
            adapter: adapter?,
            event: event?,
            condition,
            deliver: deliver?,
            secret: secret.map(|secret| Key::new(&secret)),
            authorization,
            headers,
            timeout: Duration::from_secs(timeout),
            parallel: usize::try_from(parallel).unwrap_or(1),
            give_up_after: days(give_up_days),
            order_by,
        })
    }
}

fn receiver(given: &Given) -> Result<Url, String> {
    let text = given.text.expose();
    // An address that is kept out of the configuration may be a secret.
    let shown = if given.written_out {
        format!("`{text}`")
    } else {
        "the value".to_owned()
    };
    let url = Url::parse(text).map_err(|error| format!("{shown} is not an address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(format!("{shown} is not an http:// or https:// address"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "holds a user or a password; use `authorization`, which is kept out of logs".to_owned(),
        );
    }
    Ok(url)
}
