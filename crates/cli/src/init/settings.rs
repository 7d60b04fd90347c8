use serde::Deserialize;
use serde_json::{Map, Value};
use uip_host::manifest::Manifest;

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
    /// What a sandbox answered: the settings of the adapters that it knows, of
    /// which the first with every required property of this one are taken.
    pub fn read(answer: Value, manifest: &Manifest, from: &Sandbox) -> Result<Self, Failure> {
        let all: Vec<Self> = serde_json::from_value(answer).map_err(|error| {
            Failure::usage(format!(
                "the settings of the sandbox {from} cannot be read ({error}): are it and this uip of the same version?"
            ))
        })?;
        let mut all = all.into_iter();
        all.find(|settings| settings.missing(manifest).next().is_none())
            .ok_or_else(|| {
                let required = Self::default();
                let required: Vec<&str> = required.missing(manifest).collect();
                Failure::usage(format!(
                    "the sandbox {from} does not simulate the service of {}: no adapter that it knows has the properties {}; run `uip init` without --sandbox",
                    manifest.display,
                    required.join(", ")
                ))
            })
    }

    /// The required properties that have no value here.
    fn missing<'m>(&self, manifest: &'m Manifest) -> impl Iterator<Item = &'m str> {
        let required = manifest.properties.iter().filter(|it| it.is_required);
        let required = required.map(|property| property.name.as_str());
        required.filter(|name| !self.properties.contains_key(*name))
    }
}
