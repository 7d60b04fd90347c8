//! Meta's Graph API: what each path answers.

mod account;
mod answer;
mod call;
mod fields;
mod history;
mod media;
pub(crate) mod messages;
mod paging;
mod selection;
mod templates;
mod uploads;

use bytes::Bytes;
use http::Method;
use http::request::Parts;
use serde_json::Value;

use account::{blocks, profile, registration, subscriptions};
use call::Call;

use crate::answer::Answer;
use crate::model::GraphError;
use crate::model::world::World;

/// What Graph answers to a request.
pub(crate) async fn answer(world: &World, head: &Parts, body: Bytes) -> Answer {
    let call = &Call::new(head, body);
    if call.method == Method::GET && call.path == ["whatsapp_business", "attachments"] {
        return media::download(world, call);
    }
    match route(world, call).await {
        Ok(body) => answer::json(200, &body),
        Err(error) => {
            tracing::info!("refused with {}", error.code());
            refusal(world, &error)
        }
    }
}

/// A refusal in Graph's words.
pub(crate) fn refusal(world: &World, error: &GraphError) -> Answer {
    world.change(|state| answer::refusal(error, &mut state.ids))
}

/// Whether `id` is that of media.
fn hosts(world: &World, id: &str) -> bool {
    world.look(|state| state.media.find(id, state.clock.seconds()).is_some())
}

async fn route(world: &World, call: &Call) -> Result<Value, GraphError> {
    call.check_version()?;
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    if let (&Method::GET, ["oauth", "access_token"]) = (&call.method, path.as_slice()) {
        return subscriptions::app_token(world, call);
    }
    call.authorise(&world.settings)?;
    match (&call.method, path.as_slice()) {
        (&Method::POST, [id, "messages"]) => {
            call.own_number(&world.settings, id)?;
            messages::post(world, &call.object())
        }
        (&Method::POST, [id, "media"]) => {
            call.own_number(&world.settings, id)?;
            media::upload(world, call).await
        }
        (&Method::POST, [app, "uploads"]) => uploads::begin(world, call, app),
        (&Method::POST, [id]) if uploads::is_upload(id) => uploads::add(world, call, id),
        (&Method::GET, [id]) if uploads::is_upload(id) => uploads::read(world, call, id),
        (&Method::GET, [id]) if hosts(world, id) => media::read(world, call, id),
        (&Method::DELETE, [id]) if hosts(world, id) => media::delete(world, call, id),
        (&Method::GET, [id]) => {
            templates::read(world, call, id).unwrap_or_else(|| account::read(world, call, id))
        }
        (&Method::GET, [id, "whatsapp_business_profile"]) => {
            call.own_number(&world.settings, id)?;
            profile::read(world, call)
        }
        (&Method::POST, [id, "whatsapp_business_profile"]) => {
            call.own_number(&world.settings, id)?;
            profile::write(world, call)
        }
        (&Method::GET, [id, "message_history"]) => {
            call.own_number(&world.settings, id)?;
            history::read(world, call)
        }
        (method, [id, "block_users"]) => {
            call.own_number(&world.settings, id)?;
            match *method {
                Method::POST => blocks::block(world, call),
                Method::DELETE => blocks::unblock(world, call),
                Method::GET => blocks::list(world, call),
                _ => Err(GraphError::no_such_object(method, id)),
            }
        }
        (
            &Method::POST,
            [
                id,
                step @ ("request_code" | "verify_code" | "register" | "deregister"),
            ],
        ) => {
            call.own_number(&world.settings, id)?;
            match *step {
                "request_code" => registration::request_code(world, call),
                "verify_code" => registration::verify_code(world, call),
                "register" => registration::register(world, call),
                _ => registration::deregister(world),
            }
        }
        (&Method::POST, [id]) => match templates::edit(world, call, id) {
            Some(edited) => edited,
            None => subscriptions::override_for_number(world, call, id).await,
        },
        (&Method::GET, [id, "phone_numbers"]) => account::phone_numbers(world, call, id),
        (&Method::GET, [id, "message_templates"]) => templates::list(world, call, id),
        (&Method::POST, [id, "message_templates"]) => templates::create(world, call, id),
        (&Method::DELETE, [id, "message_templates"]) => templates::delete(world, call, id),
        (&Method::GET, [id, "subscribed_apps"]) => subscriptions::subscribed_apps(world, call, id),
        (&Method::POST, [id, "subscribed_apps"]) => {
            subscriptions::subscribe_account(world, call, id).await
        }
        (&Method::DELETE, [id, "subscribed_apps"]) => subscriptions::unsubscribe(world, call, id),
        (&Method::POST, [id, "subscriptions"]) => {
            subscriptions::subscribe_app(world, call, id).await
        }
        (method, [id]) => Err(GraphError::no_such_object(method, id)),
        _ => Err(GraphError::unknown_path(&format!("/{}", path.join("/")))),
    }
}
