use serde::Deserialize;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::sandbox::Sandbox;

/// Values that are known beforehand: a running sandbox tells them. There are none for a real service.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// Values of the adapter's properties, by name.
    pub properties: Map<String, Value>,
    /// The trigger that takes the sandbox's notifications.
    pub webhook: Option<Webhook>,
}

/// A webhook trigger.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Webhook {
    /// How a sender shows who it is: `hmac-sha256` or `twilio`.
    pub authentication: String,
    /// The key, in base64.
    pub authentication_key: String,
    /// What the sender repeats in its subscription check, if it has one.
    pub verify_token: Option<String>,
    /// Under which URL the sender reaches the server, where a signature covers it.
    pub public_url: Option<String>,
    /// The command that takes a notification.
    pub command: String,
    /// The command's request.
    pub properties: Map<String, Value>,
}

impl Settings {
    /// What a sandbox answered.
    pub fn read(answer: Value, from: &Sandbox) -> Result<Self, Failure> {
        serde_json::from_value(answer).map_err(|error| {
            Failure::usage(format!(
                "the settings of the sandbox {from} cannot be read ({error}): are it and this uip of the same version?"
            ))
        })
    }
}
