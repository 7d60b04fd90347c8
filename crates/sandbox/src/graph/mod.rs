//! Meta's Graph API: what each path answers.

mod account;
mod answer;
mod call;
mod fault;
mod fields;
mod history;
mod media;
mod messages;
mod paging;
mod selection;
mod templates;
mod uploads;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use http::Method;
use http_body_util::{BodyExt as _, Limited};

use account::{blocks, profile, registration, subscriptions};
use answer::Answer;
use call::Call;
use serde_json::Value;

use crate::model::GraphError;
use crate::model::Wire;
use crate::model::faults::Fault;
use crate::model::requests::RecordedRequest;
use crate::model::world::World;

/// Meta takes documents of up to 100 MB; nothing larger can be meant.
const LARGEST_REQUEST: usize = 110 * 1024 * 1024;

/// Every request that is not for the sandbox's own controls.
pub(crate) async fn endpoint(
    State(world): State<Arc<World>>,
    Extension(wire): Extension<Wire>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, LARGEST_REQUEST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => {
            tracing::warn!("a request's body did not arrive whole: {error}");
            let error = GraphError::new(1).details("The request's body did not arrive whole.");
            return world
                .change(|state| Answer::refusal(&error, &mut state.ids))
                .into_response();
        }
    };
    let call = Call::new(&head, body.clone());
    let fault = world.change(|state| {
        let at = state.clock.seconds();
        let request = RecordedRequest::new(&head.method, &head.uri, head.headers, body, at);
        let operation = request.operation();
        state.requests.push(request);
        operation.and_then(|operation| state.faults.next(operation))
    });
    tracing::info!("{} {}", call.method, head.uri.path());

    let Some(fault) = fault else {
        return answer(&world, &call).await.into_response();
    };
    tracing::info!("fault: {fault}");
    let genuine = match &fault {
        Fault::Error(error) => world.change(|state| Answer::refusal(error, &mut state.ids)),
        fault if fault.accepts() => answer(&world, &call).await,
        _ => Answer::bytes(500, "text/plain", ""),
    };
    fault::play(fault, genuine, &wire).await
}

async fn answer(world: &World, call: &Call) -> Answer {
    if call.method == Method::GET && call.path == ["whatsapp_business", "attachments"] {
        return media::download(world, call);
    }
    match route(world, call).await {
        Ok(body) => Answer::json(200, &body),
        Err(error) => {
            tracing::info!("refused with {}", error.code());
            world.change(|state| Answer::refusal(&error, &mut state.ids))
        }
    }
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
