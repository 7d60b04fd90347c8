//! What follows when Twilio accepts a message, and what comes of it later.

use std::time::Duration;

use super::media::Shown;
use super::payload::{Payload, Template};
use super::{Direction, File, Message, Status, statuses};
use crate::model::codes::twilio_equivalent;
use crate::model::customers::{Arrival, Conduct};
use crate::model::exchange::ledger::{Author, Entry};
use crate::model::exchange::statuses::report_automatic;
use crate::model::ids::Way;
use crate::model::line::{Carrier, Line};
use crate::model::settings::Settings;
use crate::model::twilio::address::{self, Address};
use crate::model::twilio::webhooks::twiml::Reply;
use crate::model::twilio::{TwilioError, Webhook};
use crate::model::world::State;

/// After the customer wrote, the business may write freely for this long.
const WINDOW: u64 = 24 * 60 * 60;
/// The Sandbox's number sends one message in this time.
const SANDBOX_PAUSE: Duration = Duration::from_secs(3);

/// A message to send. Nothing in it is wrong as far as Twilio checks at once.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// `To` as it was given, and what it means.
    pub(crate) to: String,
    pub(crate) recipient: Address,
    /// The sender in digits; `None` lets the Messaging Service choose.
    pub(crate) from: Option<String>,
    pub(crate) messaging_service_sid: Option<String>,
    pub(crate) payload: Payload,
    pub(crate) status_callback: Option<String>,
    /// When to send it, in seconds since 1970.
    pub(crate) send_at: Option<u64>,
}

/// Takes a message in. Returns it as Twilio answers; what becomes of it is in its record and its statuses.
pub(crate) fn submit(
    state: &mut State,
    settings: &Settings,
    mut draft: Draft,
    direction: Direction,
) -> Result<Message, TwilioError> {
    let to = draft.recipient.id().to_owned();
    if let Some(Conduct::Refused(code)) = state.customers.find(&to).map(|person| &person.conduct) {
        return Err(TwilioError::new(twilio_equivalent(*code)));
    }
    let clock = state.clock.now();
    if let Err(limit) = state
        .twilio
        .meter
        .check(state.behavior().limits, &to, clock)
    {
        if limit.code() == 130_429 {
            return Err(TwilioError::new(20_429));
        }
        draft.payload.failure = draft
            .payload
            .failure
            .or(Some(twilio_equivalent(limit.code())));
    }
    state.twilio.meter.count(&to, clock);

    let now = state.clock.seconds();
    let has_media = !draft.payload.links.is_empty() || draft.payload.template.is_some();
    let sid = state.ids.sid(if has_media { "MM" } else { "SM" });
    let files = draft.payload.links.iter().map(|link| File {
        sid: state.ids.sid("ME"),
        content_type: Shown::by_name(link).content_type.to_owned(),
        link: Some(link.clone()),
        at: now,
    });
    let message = Message {
        sid,
        direction,
        from: draft.from.as_deref().map(address::of_number),
        to: draft.to.clone(),
        body: draft.payload.body.clone(),
        status: match (&draft.send_at, &draft.from) {
            (Some(_), _) => Status::Scheduled,
            (None, None) => Status::Accepted,
            (None, Some(_)) => Status::Queued,
        },
        messaging_service_sid: draft.messaging_service_sid.clone(),
        files: files.collect(),
        created_at: now,
        updated_at: now,
        sent_at: None,
        error: None,
        status_callback: draft.status_callback.clone(),
        is_template: draft
            .payload
            .template
            .as_ref()
            .is_some_and(Template::is_approved),
        scheduled: draft.send_at.map(|at| (at, draft.clone())),
    };
    state.twilio.messages.add(message.clone());
    if message.scheduled.is_none() {
        process(state, settings, &message.sid, draft);
    }
    Ok(message)
}

/// Sends the messages with which a business answers a webhook about a message of a customer's. Returns why Twilio
/// sends one of them not.
pub(crate) fn reply(
    state: &mut State,
    settings: &Settings,
    webhook: &Webhook,
    replies: &[Reply],
) -> Option<TwilioError> {
    let address = |name: &str| Address::parse(webhook.parameter(name).unwrap_or_default());
    let (Ok(recipient), Ok(from)) = (address("From"), address("To")) else {
        return None;
    };
    let mut refused = None;
    for reply in replies {
        let links: Vec<&str> = reply.media.iter().map(String::as_str).collect();
        let sent = Payload::plain_or_files(&reply.body, &links).and_then(|payload| {
            let draft = Draft {
                to: webhook.parameter("From").unwrap_or_default().to_owned(),
                recipient: recipient.clone(),
                from: Some(from.id().to_owned()),
                messaging_service_sid: None,
                payload,
                status_callback: None,
                send_at: None,
            };
            submit(state, settings, draft, Direction::OutboundReply)
        });
        refused = refused.or(sent.err());
    }
    refused
}

/// Sends the scheduled messages whose time has come.
pub(crate) fn release_due(state: &mut State, settings: &Settings) {
    let now = state.clock.seconds();
    for (sid, draft) in state.twilio.messages.take_due(now) {
        process(state, settings, &sid, draft);
    }
}

/// Gives an accepted message to WhatsApp.
fn process(state: &mut State, settings: &Settings, sid: &str, draft: Draft) {
    let account = &settings.twilio;
    let from = draft.from.as_deref().unwrap_or(&account.number);
    let line = Line::new(Carrier::Twilio, from);
    let now = state.clock.seconds();
    let to = state
        .customers
        .meet(draft.recipient.id(), now)
        .id()
        .to_owned();
    state.ledger.write(
        sid,
        Entry {
            line: line.clone(),
            way: Way::Out,
            author: Author::Client,
            kind: draft.payload.kind.clone(),
            at: now,
            callback_data: None,
            category: "service".to_owned(),
            template_id: None,
            with: to.clone(),
            events: Vec::new(),
        },
    );
    if let Some(message) = state.twilio.messages.find_mut(sid) {
        message.from = Some(address::of_number(from));
        if message.status != Status::Queued {
            statuses::change(state, settings, sid, Status::Queued, None);
        }
    }
    let failure = failure(state, settings, &draft, &line, &to);
    let arrival = Arrival {
        id: sid,
        kind: &draft.payload.kind,
        from: &line.number,
        about: None,
        content: draft.payload.content,
        at: now,
        order: state.ids.made(),
    };
    if let Some(code) = failure {
        let missed = draft.payload.looks.on_phone(arrival);
        state.customers.meet(&to, now).missed.push_back(missed);
        statuses::fail(state, settings, sid, code);
        return;
    }
    tracing::info!(
        "{} to {to}: {:?}",
        draft.payload.kind,
        draft.payload.looks.body
    );
    let person = state.customers.meet(&to, now);
    person.typing_until = None;
    person
        .received
        .push_back(draft.payload.looks.on_phone(arrival));
    report_automatic(state, settings, &to, sid, &draft.payload.kind);
}

/// Why an accepted message will not arrive, if it will not.
fn failure(
    state: &mut State,
    settings: &Settings,
    draft: &Draft,
    line: &Line,
    to: &str,
) -> Option<i64> {
    let (now, clock) = (state.clock.seconds(), state.clock.now());
    let in_sandbox = line.number == settings.twilio.sandbox_number;
    if in_sandbox {
        if !state.twilio.members.contains(to, now) {
            return Some(63_015);
        }
        let last = state.twilio.sandbox_sent_at.replace(clock);
        if last.is_some_and(|last| clock.saturating_sub(last) < SANDBOX_PAUSE) {
            return Some(63_018);
        }
    }
    if draft.payload.failure.is_some() {
        return draft.payload.failure;
    }
    let person = state.customers.meet(to, now);
    if let Conduct::Fails(code) = person.conduct {
        return Some(twilio_equivalent(code));
    }
    let wrote = person.wrote.to(&line.number);
    let window_is_open = wrote.is_some_and(|wrote| now.saturating_sub(wrote) < WINDOW);
    match &draft.payload.template {
        None if !window_is_open => Some(63_016),
        None => None,
        Some(template) => template.failure(window_is_open, in_sandbox, person.opted_out),
    }
}

impl Template {
    fn is_approved(&self) -> bool {
        self.status == "approved"
    }

    /// Why it does not arrive, if it does not.
    fn failure(&self, window_is_open: bool, in_sandbox: bool, opted_out: bool) -> Option<i64> {
        if self.is_approved() && self.of_sandbox == in_sandbox {
            if self.breaks_policy {
                return Some(63_013);
            }
            return (self.category == "MARKETING" && opted_out).then_some(63_050);
        }
        if window_is_open && self.needs_no_approval {
            return None;
        }
        Some(match self.status.as_str() {
            "rejected" => 63_040,
            "paused" => 63_041,
            "disabled" => 63_042,
            _ => 63_016,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(status: &str) -> Template {
        Template {
            status: status.to_owned(),
            category: "MARKETING".to_owned(),
            needs_no_approval: true,
            of_sandbox: false,
            breaks_policy: false,
        }
    }

    #[test]
    fn what_becomes_of_a_content_depends_on_its_approval_and_the_window() {
        for (status, closed) in [
            ("approved", None),
            ("unsubmitted", Some(63_016)),
            ("pending", Some(63_016)),
            ("rejected", Some(63_040)),
            ("paused", Some(63_041)),
            ("disabled", Some(63_042)),
        ] {
            let template = template(status);
            assert_eq!(template.failure(false, false, false), closed, "{status}");
            assert_eq!(template.failure(true, false, false), None, "{status}");
        }
        assert_eq!(
            template("approved").failure(true, false, true),
            Some(63_050)
        );
        assert_eq!(
            template("approved").failure(false, true, false),
            Some(63_016)
        );
        let needs_approval = Template {
            needs_no_approval: false,
            ..template("unsubmitted")
        };
        assert_eq!(needs_approval.failure(true, false, false), Some(63_016));
        let line_break = Template {
            breaks_policy: true,
            ..template("approved")
        };
        assert_eq!(line_break.failure(true, false, false), Some(63_013));
    }
}
