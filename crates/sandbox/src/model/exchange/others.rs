//! What others than the client write to a customer in the business's name: Meta Business Agent, and people
//! with the WhatsApp Business app on the same number.
//!
//! Sources: Meta's pages "Standby webhooks" (2026-08-04), "Message echoes" and "`smb_message_echoes`". The
//! shape of `messaging_handovers` is from public clients.

use serde_json::{Value, json};

use super::ledger::{Author, Entry};
use super::statuses;
use crate::model::customers::{Arrival, Looks};
use crate::model::ids::Way;
use crate::model::notifications::Update;
use crate::model::notifications::words::contact;
use crate::model::settings::Settings;
use crate::model::world::State;

/// Writes a message of `kind` to the customer `to`. Returns the message's id.
pub(crate) fn write(
    state: &mut State,
    settings: &Settings,
    to: &str,
    author: Author,
    kind: &str,
    content: &Value,
) -> String {
    let now = state.clock.seconds();
    let other = state.customers.meet(to, now).id().to_owned();
    let id = state.ids.message(Way::Out, &other);
    state.ledger.write(
        &id,
        Entry {
            line: settings.cloud_api_line(),
            way: Way::Out,
            author,
            kind: kind.to_owned(),
            at: now,
            callback_data: None,
            category: "service".to_owned(),
            template_id: None,
            with: other.clone(),
            events: Vec::new(),
        },
    );
    let body = content["body"].as_str().or(content["caption"].as_str());
    let arrival = Arrival {
        id: &id,
        kind,
        from: &settings.display_phone_number,
        about: None,
        content: content.clone(),
        at: now,
        order: state.ids.made(),
    };
    let person = state.customers.meet(to, now);
    person
        .received
        .push_back(Looks::of(body.unwrap_or_default()).on_phone(arrival));
    let update = match author {
        Author::Agent => {
            let mut request = json!({
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": other,
                "type": kind,
            });
            request[kind] = content.clone();
            Update::StandbyEcho(json!({"id": id, "timestamp": now.to_string(), "message": request}))
        }
        Author::App | Author::Client => {
            let mut echo = json!({"from": settings.display_phone_number});
            if let Some(wa_id) = &person.wa_id {
                echo["to"] = json!(wa_id);
            }
            for (key, value) in [
                ("to_user_id", &person.user_id),
                ("to_parent_user_id", &person.parent_user_id),
            ] {
                if let Some(value) = value {
                    echo[key] = json!(value);
                }
            }
            echo["id"] = json!(id);
            echo["timestamp"] = json!(now.to_string());
            echo["type"] = json!(kind);
            echo[kind] = content.clone();
            Update::AppEcho {
                contact: contact(person),
                echo,
            }
        }
    };
    state.outbox.add(update, settings);
    if author == Author::Agent {
        statuses::report_automatic(state, settings, to, &id, kind);
    }
    id
}

/// The client has sent a service message: it takes the conversation over if the agent had it.
pub(crate) fn take_over(state: &mut State, settings: &Settings, customer: &str) {
    let now = state.clock.seconds();
    let person = state.customers.meet(customer, now);
    if !std::mem::take(&mut person.with_agent) {
        return;
    }
    let mut sender = json!({});
    if let Some(wa_id) = &person.wa_id {
        sender["phone_number"] = json!(wa_id);
    }
    if let Some(user_id) = &person.user_id {
        sender["user_id"] = json!(user_id);
    }
    let value = json!({
        "messaging_product": "whatsapp",
        "recipient": {
            "display_phone_number": settings.display_phone_number,
            "phone_number_id": settings.phone_number_id,
        },
        "sender": sender,
        "timestamp": now.to_string(),
        "type": "control_taken",
        "control_taken": {"previous_owner_role": "ai_agent", "new_owner_role": "escalation"},
    });
    let field = "messaging_handovers".to_owned();
    state.outbox.add(Update::Field { field, value }, settings);
}
