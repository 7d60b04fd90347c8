//! `/{phone number id}/block_users`.
//!
//! Source: Meta's page "Block Users API" (2025-10-27), and the page on business-scoped user ids for
//! `user_id` in the answer.

use serde_json::{Map, Value, json};

use crate::graph::call::Call;
use crate::graph::fields::Fields;
use crate::graph::messages;
use crate::graph::paging::Page;
use crate::model::GraphError;
use crate::model::ids::is_user_id;
use crate::model::world::{State, World};

/// Seconds after a message in which the customer who wrote it can be blocked: 24 hours.
const RECENTLY: u64 = 24 * 60 * 60;
const MOST_BLOCKED: usize = 64_000;

/// Blocks customers, each for itself: those that cannot be blocked are in `failed_users`.
pub(in crate::graph) fn block(world: &World, call: &Call) -> Result<Value, GraphError> {
    change(world, call, "added_users", |state, id, own| {
        if id == own {
            return Err(GraphError::new(131_021));
        }
        let now = state.clock.seconds();
        let wrote = state
            .customers
            .find(id)
            .and_then(|person| person.wrote.to(own));
        if wrote.is_none_or(|wrote| now.saturating_sub(wrote) >= RECENTLY) {
            return Err(GraphError::new(131_047)
                .details("The user has not sent a message to this number in the last 24 hours."));
        }
        if state.account.blocked.len() >= MOST_BLOCKED {
            return Err(GraphError::new(139_101));
        }
        if !state.account.blocked.iter().any(|blocked| blocked == id) {
            state.account.blocked.push(id.to_owned());
        }
        Ok(())
    })
}

/// Unblocks customers. What Meta answers about one who is not blocked is not documented; here it succeeds.
pub(in crate::graph) fn unblock(world: &World, call: &Call) -> Result<Value, GraphError> {
    change(world, call, "removed_users", |state, id, _| {
        state.account.blocked.retain(|blocked| blocked != id);
        Ok(())
    })
}

/// The blocked customers, in pages.
pub(in crate::graph) fn list(world: &World, call: &Call) -> Result<Value, GraphError> {
    let page = Page::read(call)?;
    let blocked = world.look(|state| {
        let blocked = state.account.blocked.iter();
        blocked
            .map(|id| json!({"block_users": [named(state, id, id)]}))
            .collect()
    });
    Ok(page.of(blocked, call, &world.settings))
}

fn change(
    world: &World,
    call: &Call,
    done: &str,
    how: impl Fn(&mut State, &str, &str) -> Result<(), GraphError>,
) -> Result<Value, GraphError> {
    let request = call.object();
    messages::check_product(&request)?;
    let users = users(&Fields::top(&request))?;
    let own = world.settings.display_phone_number.as_str();
    world.change(|state| {
        let (mut changed, mut failed) = (Vec::new(), Vec::new());
        for input in &users {
            let digits = input.trim_start_matches('+');
            let known = state.customers.find(digits);
            let id = known.map_or(digits, |person| person.id()).to_owned();
            match how(state, &id, own) {
                Ok(()) => changed.push(named(state, &id, input)),
                Err(error) => {
                    let mut user = named(state, &id, input);
                    user["errors"] = json!([error.in_list()]);
                    failed.push(user);
                }
            }
        }
        let mut answer = json!({
            "messaging_product": "whatsapp",
            "block_users": {done: changed},
        });
        if failed.is_empty() {
            return Ok(answer);
        }
        answer["block_users"]["failed_users"] = json!(failed);
        let members: Map<String, Value> = answer.as_object().cloned().unwrap_or_default();
        Err(GraphError::new(139_100)
            .details("Failed to block some users, see the block_users response list for details")
            .members(members))
    })
}

/// A customer as an item of the answer.
fn named(state: &State, id: &str, input: &str) -> Value {
    let mut user = json!({"input": input});
    let person = state.customers.find(id);
    let wa_id = match person {
        Some(person) => person.wa_id.as_deref(),
        None => Some(id).filter(|id| !is_user_id(id)),
    };
    if let Some(wa_id) = wa_id {
        user["wa_id"] = json!(wa_id);
    }
    if let Some(user_id) = person.and_then(|person| person.user_id.as_deref()) {
        user["user_id"] = json!(user_id);
    }
    user
}

/// The numbers or user ids of `block_users`.
fn users(request: &Fields<'_>) -> Result<Vec<String>, GraphError> {
    let mut users = Vec::new();
    for (place, user) in request
        .list("block_users", 1..=usize::MAX)?
        .iter()
        .enumerate()
    {
        let user = request.item("block_users", place, user)?;
        let given = match user.optional_text("user_id")? {
            Some(id) => id,
            None => user.text("user")?,
        };
        let digits = given.trim_start_matches('+');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && !is_user_id(given) {
            return Err(GraphError::parameter(format!(
                "Param {} must be a phone number or a business-scoped user ID - got \"{given}\".",
                user.path_of("user")
            )));
        }
        users.push(given.to_owned());
    }
    Ok(users)
}
