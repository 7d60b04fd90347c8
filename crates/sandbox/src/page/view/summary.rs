//! What the page shows around the chat.

use serde_json::{Value, json};

use super::people::{Listed, numbers};
use crate::model::customers::Person;
use crate::model::media::Kind;
use crate::model::settings::Settings;
use crate::model::world::{State, World};
use crate::page::behavior::Behavior;

/// So many customers are listed: those with the newest messages.
const MOST_PEOPLE: usize = 200;

/// The state in short, with the customers. The one with the id `with` is among them in any case.
pub(crate) fn of(world: &World, state: &State, with: Option<&str>) -> Value {
    let settings = &world.settings;
    let wanted = with.and_then(|id| state.customers.find(id));
    let mut people: Vec<&Person> = state.customers.all().iter().collect();
    people.sort_by_key(|person| {
        let is_wanted = wanted.is_some_and(|wanted| wanted.id() == person.id());
        std::cmp::Reverse((is_wanted, person.last_order()))
    });
    people.truncate(MOST_PEOPLE);
    let people: Vec<Listed> = people
        .into_iter()
        .map(|person| Listed::new(state, settings, person))
        .collect();
    json!({
        "boot": world.bell.boot(),
        "seq": world.bell.seq(),
        "version": world.bell.version(),
        "now": state.clock.seconds(),
        "moved": state.clock.is_moved(),
        "business": {
            "name": state.account.number["verified_name"],
            "numbers": lines(settings),
        },
        "callback": {
            "url": state.account.callback(),
            "subscribed": state.account.subscribed,
            "verified": state.account.callback().is_some_and(|url| state.verified.as_deref() == Some(url)),
        },
        "twilioCallback": state.twilio.callbacks.message,
        "behavior": Behavior::of(state.behavior()),
        "counts": {
            "people": state.customers.all().len(),
            "traffic": state.traffic.len(),
            "failed": state.traffic.newest_first().filter(|row| row.has_failed()).count(),
            "faults": state.faults.len(),
            "templates": state.templates.all().len(),
            "media": state.media.all().len(),
        },
        "limits": limits(),
        "people": people,
    })
}

/// How many bytes a file of each kind may have.
fn limits() -> Value {
    let kinds = [
        Kind::Image,
        Kind::Video,
        Kind::Audio,
        Kind::Document,
        Kind::Sticker,
    ];
    let limits = kinds.map(|kind| (kind.name().to_owned(), json!(kind.limit())));
    Value::Object(limits.into_iter().collect())
}

/// The business's numbers and who carries each.
fn lines(settings: &Settings) -> Vec<Value> {
    let names = ["cloud-api", "twilio", "twilio-sandbox"];
    let all = numbers(settings).into_iter().zip(names);
    all.map(|(number, carrier)| json!({"number": number, "carrier": carrier}))
        .collect()
}
