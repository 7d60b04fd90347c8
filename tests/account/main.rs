//! What a designer needs around sending: templates in one string, links, a
//! test of the connection, media files, the account's templates. Each command
//! as the component carries it out over real HTTP.

mod chat_link;
mod connection;
mod large_file;
mod media;
mod shorthand;
mod stand_in;
mod stopped;
mod templates;

use serde_json::Value;
use stand_in::StandIn;
use uip_host::Response;
use uip_testkit::{Scene, SceneBuilder};

/// A scene whose account is known.
fn account() -> SceneBuilder {
    Scene::builder()
        .sandbox(|sandbox| sandbox.business_account_id("102290129340398"))
        .property("businessAccountId", "102290129340398")
}

/// A scene in which this server answers in WhatsApp's place.
async fn before(stand_in: &StandIn) -> Scene {
    account()
        .property("apiBaseUrl", stand_in.base_url.as_str())
        .start()
        .await
}

/// A member of a response, as text; empty if there is none.
fn text<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The paths and queries of the requests that the sandbox got, behind the
/// version.
fn asked(scene: &Scene) -> Vec<String> {
    let requests = scene.sandbox.requests();
    let paths = requests.iter().map(|request| {
        let path = request.path().trim_start_matches("/v25.0/");
        match request.query() {
            Some(query) => format!("{} {path}?{query}", request.method()),
            None => format!("{} {path}", request.method()),
        }
    });
    paths.collect()
}
