//! Which callback gets the notifications.

use serde_json::{Value, json};

use super::call::{self, Call};
use crate::callback::verify;
use crate::model::GraphError;
use crate::model::world::World;

/// `GET /oauth/access_token`: the app's own token for its id and secret.
pub(super) fn app_token(world: &World, call: &Call) -> Result<Value, GraphError> {
    let settings = &world.settings;
    if call.parameter("client_id").as_deref() != Some(settings.app_id.as_str()) {
        return Err(GraphError::new(101).message(
            "Error validating application. Cannot get application info due to a system error.",
        ));
    }
    if call.parameter("client_secret").as_deref() != Some(settings.app_secret.as_str()) {
        return Err(GraphError::new(1).message("Error validating client secret."));
    }
    Ok(json!({"access_token": call::app_token(settings), "token_type": "bearer"}))
}

/// `GET /{business account id}/subscribed_apps`.
pub(super) fn subscribed_apps(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    world.look(|state| {
        if !state.account.subscribed {
            return Ok(json!({"data": []}));
        }
        let mut app = json!({"whatsapp_business_api_data": {
            "id": world.settings.app_id,
            "name": "Sandbox app",
            "link": format!("https://www.facebook.com/games/?app_id={}", world.settings.app_id),
        }});
        if let Some(url) = &state.account.own_callback {
            app["override_callback_uri"] = json!(url);
        }
        Ok(json!({"data": [app]}))
    })
}

/// `POST /{business account id}/subscribed_apps`, perhaps with a callback of its own.
pub(super) async fn subscribe_account(
    world: &World,
    call: &Call,
    id: &str,
) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    if let Some(url) = call.parameter("override_callback_uri") {
        call_back(world, &url, call.parameter("verify_token")).await?;
        world.change(|state| state.account.own_callback = Some(url));
    }
    world.change(|state| state.account.subscribed = true);
    Ok(json!({"success": true}))
}

/// `DELETE /{business account id}/subscribed_apps`.
pub(super) fn unsubscribe(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    world.change(|state| {
        state.callback_url = None;
        state.account.own_callback = None;
        state.account.subscribed = false;
    });
    Ok(json!({"success": true}))
}

/// `POST /{app id}/subscriptions`: the callback of the whole app.
pub(super) async fn subscribe_app(
    world: &World,
    call: &Call,
    id: &str,
) -> Result<Value, GraphError> {
    if id != world.settings.app_id {
        return Err(GraphError::no_such_object(&call.method, id));
    }
    if call.parameter("object").as_deref() != Some("whatsapp_business_account") {
        return Err(GraphError::parameter(
            "Param object must be one of {WHATSAPP_BUSINESS_ACCOUNT}.",
        ));
    }
    let url = call
        .parameter("callback_url")
        .ok_or_else(|| GraphError::parameter("The parameter callback_url is required."))?;
    call_back(world, &url, call.parameter("verify_token")).await?;
    Ok(json!({"success": true}))
}

/// `POST /{phone number id}` with `webhook_configuration`: a callback for this number only.
pub(super) async fn override_for_number(
    world: &World,
    call: &Call,
    id: &str,
) -> Result<Value, GraphError> {
    call.own_number(&world.settings, id)?;
    let object = call.object();
    let Some(configuration) = object.get("webhook_configuration") else {
        return Err(GraphError::no_such_object(&call.method, id));
    };
    let text = |key: &str| configuration[key].as_str().map(str::to_owned);
    if let Some(url) = text("override_callback_uri").filter(|url| !url.is_empty()) {
        call_back(world, &url, text("verify_token")).await?;
    }
    Ok(json!({"success": true}))
}

/// Verifies the callback first, as Meta does, and uses it only if it passes.
async fn call_back(
    world: &World,
    url: &str,
    verify_token: Option<String>,
) -> Result<(), GraphError> {
    let token = verify_token
        .ok_or_else(|| GraphError::parameter("The parameter verify_token is required."))?;
    let challenge = world.change(|state| state.ids.trace());
    verify(url, &token, &challenge).await.map_err(|error| {
        GraphError::new(2200).message(format!(
            "(#2200) Callback verification failed with the following errors: {error}"
        ))
    })?;
    world.change(|state| {
        state.outbox.skip_to_end();
        state.callback_url = Some(url.to_owned());
        state.verify_token = token;
    });
    tracing::info!("notifications now go to {url}");
    Ok(())
}
