//! What follows when Graph accepts a message.

use serde_json::{Value, json};

use super::envelope::{DirectSend, Draft, Recipient};
use crate::model::GraphError;
use crate::model::customers::{Arrival, Conduct};
use crate::model::exchange::ledger::{Author, Entry};
use crate::model::exchange::others;
use crate::model::exchange::statuses;
use crate::model::ids::Way;
use crate::model::line::Carrier;
use crate::model::settings::Settings;
use crate::model::templates::generated;
use crate::model::world::State;

/// After the customer wrote, the business may write freely for this long.
const CUSTOMER_SERVICE_WINDOW: u64 = 24 * 60 * 60;
/// Older messages cannot be reacted to.
const OLDEST_REACTION_TARGET: u64 = 30 * 24 * 60 * 60;

/// Takes the message in: answers, reports its statuses, shows it to the customer. Nothing has happened if
/// this refuses.
pub(super) fn accept(
    state: &mut State,
    settings: &Settings,
    draft: Draft,
) -> Result<Value, GraphError> {
    let to = draft.recipient.resolve(settings, &state.customers)?;
    if to == settings.display_phone_number {
        return Err(GraphError::new(131_021));
    }
    if let Some(Conduct::Refused(code)) = state.customers.find(&to).map(|person| &person.conduct) {
        return Err(GraphError::new(*code));
    }
    let clock = state.clock.now();
    state.meter.check(state.behavior().limits, &to, clock)?;
    state.meter.count(&to, clock);

    let now = state.clock.seconds();
    let id = state.ids.message(Way::Out, &to);
    let answer = answer(&draft, &to, &id);
    if matches!(draft.recipient, Recipient::Misplaced { .. }) {
        tracing::warn!("a user id stands in `to`: the message is accepted and dropped");
        return Ok(answer);
    }
    let failure = failure(state, settings, &draft, &to, now);
    let template_id = if failure.is_none() {
        template_id(state, &draft)
    } else {
        None
    };
    state.ledger.write(
        &id,
        Entry {
            line: settings.cloud_api_line(),
            way: Way::Out,
            author: Author::Client,
            kind: draft.kind.clone(),
            at: now,
            callback_data: draft.callback_data.clone(),
            category: draft.category.clone(),
            template_id,
            with: to.clone(),
            events: Vec::new(),
        },
    );
    let order = state.ids.made();
    let about = draft
        .about
        .filter(|id| state.ledger.find_on(Carrier::CloudApi, id).is_some());
    let arrival = Arrival {
        id: &id,
        kind: &draft.kind,
        from: &settings.display_phone_number,
        about,
        content: draft.content,
        at: now,
        order,
    };
    if let Some(failure) = failure {
        let missed = draft.looks.on_phone(arrival);
        state.customers.meet(&to, now).missed.push_back(missed);
        statuses::report(state, settings, &to, &id, "failed", Some(&failure));
        return Ok(answer);
    }
    tracing::info!("{} to {to}: {:?}", draft.kind, draft.looks.body);
    let arrived = draft.looks.on_phone(arrival);
    if draft.kind != "template" && draft.direct_send.is_none() {
        others::take_over(state, settings, &to);
    }
    let kind = draft.kind.clone();
    let person = state.customers.meet(&to, now);
    person.typing_until = None;
    person.received.push_back(arrived);
    statuses::report_automatic(state, settings, &to, &id, &kind);
    Ok(answer)
}

fn answer(draft: &Draft, to: &str, id: &str) -> Value {
    let input = draft.recipient.input();
    let contact = match draft.recipient {
        Recipient::UserId { .. } => json!({"input": input, "user_id": input}),
        _ => json!({"input": input, "wa_id": to}),
    };
    let mut message = json!({"id": id});
    if draft.kind == "template" {
        message["message_status"] = json!("accepted");
    }
    json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]})
}

/// Why an accepted message will not arrive, if it will not.
fn failure(
    state: &mut State,
    settings: &Settings,
    draft: &Draft,
    to: &str,
    now: u64,
) -> Option<GraphError> {
    if draft.kind == "reaction" && !can_react(state, draft.about.as_deref(), now) {
        return Some(GraphError::new(131_009).details(
            "The message to react to is unknown, deleted, a reaction itself, or older than 30 days.",
        ));
    }
    if let Some(failure) = &draft.failure {
        return Some(failure.clone());
    }
    if state.is_blocked(to) {
        // Meta says that there is an error, and not which.
        return Some(GraphError::new(131_026));
    }
    let person = state.customers.meet(to, now);
    if let Conduct::Fails(code) = person.conduct {
        return Some(GraphError::new(code));
    }
    if draft.category == "marketing" && person.opted_out {
        return Some(GraphError::new(131_050));
    }
    let window_is_open = person
        .wrote
        .to(&settings.display_phone_number)
        .is_some_and(|wrote| now.saturating_sub(wrote) < CUSTOMER_SERVICE_WINDOW);
    if let Some(direct_send) = &draft.direct_send {
        return name_conflict(state, direct_send);
    }
    if draft.kind != "template" && !window_is_open {
        return Some(GraphError::new(131_047).details(
            "Message failed to send because more than 24 hours have passed since the customer last \
             replied to this number.",
        ));
    }
    None
}

/// A name that Direct Send may not use because a template of the business's own has it.
fn name_conflict(state: &State, direct_send: &DirectSend) -> Option<GraphError> {
    let name = direct_send.template_name.as_deref()?;
    state.templates.is_taken_from_direct_send(name).then(|| {
        GraphError::new(132_021).details(
            "A template with the same name already exists. Choose a different template name.",
        )
    })
}

/// The template that Direct Send matches the message with, made if there is none.
fn template_id(state: &mut State, draft: &Draft) -> Option<String> {
    let direct_send = draft.direct_send.as_ref()?;
    let id = state.ids.object();
    let message = generated::Message {
        kind: &draft.kind,
        content: &draft.content,
        category: direct_send.category(),
        name: direct_send.template_name.as_deref(),
    };
    Some(state.templates.generate(&message, id))
}

fn can_react(state: &State, target: Option<&str>, now: u64) -> bool {
    target
        .and_then(|id| state.ledger.find_on(Carrier::CloudApi, id))
        .is_some_and(|entry| {
            entry.kind != "reaction" && now.saturating_sub(entry.at) <= OLDEST_REACTION_TARGET
        })
}
