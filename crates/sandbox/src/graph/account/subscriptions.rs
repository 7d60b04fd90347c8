//! Which callback gets the notifications.

use serde_json::{Value, json};

use crate::callback::verify;
use crate::graph::call::{self, Call};
use crate::model::GraphError;
use crate::model::world::World;

/// `GET /oauth/access_token`: the app's own token for its id and secret.
pub(in crate::graph) fn app_token(world: &World, call: &Call) -> Result<Value, GraphError> {
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
pub(in crate::graph) fn subscribed_apps(
    world: &World,
    call: &Call,
    id: &str,
) -> Result<Value, GraphError> {
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
        if let Some(url) = &state.account.callbacks.account {
            app["override_callback_uri"] = json!(url);
        }
        Ok(json!({"data": [app]}))
    })
}

/// `POST /{business account id}/subscribed_apps`, perhaps with a callback of its own. Without one, the
/// account's own callback is removed, and the app's is used again.
pub(in crate::graph) async fn subscribe_account(
    world: &World,
    call: &Call,
    id: &str,
) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    let url = call
        .parameter("override_callback_uri")
        .filter(|url| !url.is_empty());
    if let Some(url) = &url {
        check(world, url, call.parameter("verify_token")).await?;
    }
    world.change(|state| {
        state.change_callback(|account| {
            account.callbacks.account = url;
            account.subscribed = true;
        });
    });
    Ok(json!({"success": true}))
}

/// `DELETE /{business account id}/subscribed_apps`: nothing is posted until the app subscribes again.
pub(in crate::graph) fn unsubscribe(
    world: &World,
    call: &Call,
    id: &str,
) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    world.change(|state| {
        state.change_callback(|account| {
            account.callbacks.account = None;
            account.subscribed = false;
        });
    });
    Ok(json!({"success": true}))
}

/// `POST /{app id}/subscriptions`: the callback of the whole app.
pub(in crate::graph) async fn subscribe_app(
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
    check(world, &url, call.parameter("verify_token")).await?;
    world.change(|state| state.change_callback(|account| account.callbacks.app = Some(url)));
    Ok(json!({"success": true}))
}

/// `POST /{phone number id}` with `webhook_configuration`: a callback for this number only; an empty one
/// removes it.
pub(in crate::graph) async fn override_for_number(
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
    let url = text("override_callback_uri").filter(|url| !url.is_empty());
    if let Some(url) = &url {
        check(world, url, text("verify_token")).await?;
    }
    world.change(|state| state.change_callback(|account| account.callbacks.number = url));
    Ok(json!({"success": true}))
}

/// Verifies a callback, as Meta does before it uses one.
async fn check(world: &World, url: &str, verify_token: Option<String>) -> Result<(), GraphError> {
    let token = verify_token
        .ok_or_else(|| GraphError::parameter("The parameter verify_token is required."))?;
    let challenge = world.change(|state| state.ids.trace());
    verify(url, &token, &challenge).await.map_err(|error| {
        GraphError::new(2200).message(format!(
            "(#2200) Callback verification failed with the following errors: {error}"
        ))
    })?;
    world.change(|state| state.verify_token = token);
    tracing::info!("{url} repeated the challenge");
    Ok(())
}
