use std::path::{Path, PathBuf};

use serde_json::Value;
use uip_host::manifest::{Command, Kind, Manifest, Property};

use super::found::Found;
use super::settings::{Settings, Webhook};

/// The command that takes notifications, as UIP names it.
const PROCESS_WEBHOOK: &str = "processWebhook";
/// The property with the secret that Meta signs notifications with, as UIP names it.
const APP_SECRET: &str = "appSecret";
/// The parameter that a webhook trigger replaces with the request's body.
const BODY: &str = "{wfsystem.body}";
/// What a trigger calls Twilio's signature.
const TWILIO: &str = "twilio";
/// The field of a command that is told which URL was called.
const URL: &str = "url";
/// What the fields of such a command are filled with, where it has them.
const URL_PARAMETERS: [(&str, &str); 3] = [
    ("signature", "{wfsystem.headers.X-Twilio-Signature}"),
    (URL, "{wfsystem.url}"),
    ("callbackParameters", "{wfsystem.parameters}"),
];
/// Where a server is reached by a sandbox on the same machine.
const LOOPBACK: &str = "http://127.0.0.1:8080";
/// Where the sandbox's secrets are written. They guard nothing, but keep the form that real ones need.
const SECRETS: &str = "sandbox-secrets";
/// Comments are wrapped at this width.
const WIDTH: usize = 96;

/// The text of a `uip.toml`, and the secrets that it reads from files.
pub struct Page {
    text: String,
    secrets: Vec<(PathBuf, String)>,
}

impl Page {
    /// For an adapter, with the values that are known.
    pub fn new(manifest: &Manifest, found: &Found, settings: &Settings, folder: &Path) -> Self {
        let mut page = Self {
            text: String::new(),
            secrets: Vec::new(),
        };
        let name = &manifest.name;
        page.comment(&format!(
            "{} {}. Paths are relative to this file. `uip check` says what is wrong or missing, `uip describe` what the adapter can do.",
            manifest.display, manifest.version
        ));
        page.line(&format!("\n[adapters.{}]", key(name)));
        page.pair("component", &path(&found.component, folder));
        page.pair("manifest", &path(&found.manifest, folder));
        page.line(&format!("\n[adapters.{}.properties]", key(name)));
        for property in &manifest.properties {
            page.property(name, property, settings.properties.get(&property.name));
        }
        match &settings.webhook {
            Some(webhook) => page.known_webhook(name, webhook),
            None => {
                if let Some(command) = manifest.command(PROCESS_WEBHOOK) {
                    page.webhook(manifest, command);
                }
            }
        }
        page.event_trigger(manifest);
        page
    }

    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// Each file with a secret, relative to the folder of `uip.toml`.
    pub fn secrets(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.secrets
            .iter()
            .map(|(path, secret)| (path.as_path(), secret.as_str()))
    }

    /// One property: its known value; or, where a value is needed, an environment variable or an empty
    /// place; or else a comment with what holds without it.
    fn property(&mut self, adapter: &str, property: &Property, known: Option<&Value>) {
        let about = property.comments.as_deref().unwrap_or(&property.display);
        self.line("");
        self.comment(about);
        match known {
            Some(Value::String(secret)) if property.is_secret => {
                let value = self.secret(&property.name, secret);
                self.pair(&property.name, &value);
            }
            Some(value) => self.pair(&property.name, &toml_of(value)),
            None => {
                let place = if property.is_secret {
                    environment(adapter, &property.name)
                } else {
                    empty(property)
                };
                let commented = if property.is_required { "" } else { "# " };
                self.line(&format!("{commented}{} = {place}", key(&property.name)));
            }
        }
    }

    /// The trigger of a sandbox.
    fn known_webhook(&mut self, adapter: &str, webhook: &Webhook) {
        let is_twilio = webhook.authentication == TWILIO;
        let kind = if is_twilio { "webhook" } else { "meta-webhook" };
        self.trigger(kind, adapter);
        let authentication = webhook.authentication.as_str();
        self.pair("authentication", &toml_of(&authentication.into()));
        let value = self.secret("webhookKey", &webhook.authentication_key);
        self.pair("authenticationKey", &value);
        if let Some(token) = &webhook.verify_token {
            let value = self.secret("verifyToken", token);
            self.pair("verifyToken", &value);
        }
        if is_twilio {
            let url = webhook.public_url.as_deref().unwrap_or(LOOPBACK);
            self.pair("publicUrl", &toml_of(&url.into()));
        }
        let command = format!("{adapter}.{}", webhook.command);
        self.pair("command", &toml_of(&command.into()));
        self.line("[triggers.properties]");
        for (name, value) in &webhook.properties {
            self.pair(name, &toml_of(value));
        }
    }

    /// The trigger of a real service, whose secrets come from the environment.
    fn webhook(&mut self, manifest: &Manifest, command: &Command) {
        let adapter = manifest.name.as_str();
        // A command that is told the URL needs it for the signature.
        let parameters = if command.fields().any(|field| field.name == URL) {
            self.twilio_webhook(adapter);
            URL_PARAMETERS.as_slice()
        } else {
            self.meta_webhook(manifest);
            &[]
        };
        let target = format!("{adapter}.{}", command.name);
        self.pair("command", &toml_of(&target.into()));
        self.line("[triggers.properties]");
        let mut fields = command.fields();
        if let Some(body) = fields.find(|field| field.is_required && field.kind == Kind::String) {
            self.pair(&body.name, &toml_of(&BODY.into()));
        }
        for (name, value) in parameters {
            if command.fields().any(|field| field.name == *name) {
                self.pair(name, &toml_of(&(*value).into()));
            }
        }
    }

    fn meta_webhook(&mut self, manifest: &Manifest) {
        let adapter = manifest.name.as_str();
        self.trigger("meta-webhook", adapter);
        self.pair("authentication", "\"hmac-sha256\"");
        // One secret has one variable.
        let is_metas = manifest.properties.iter().any(|it| it.name == APP_SECRET);
        let (secret, about) = if is_metas {
            (APP_SECRET, "The Meta app's App Secret, encoded as base64.")
        } else {
            let about = "The secret that the service signs its notifications with, as base64 text.";
            ("webhookKey", about)
        };
        self.comment(about);
        self.pair("authenticationKey", &environment(adapter, secret));
        self.comment("The header with the signature: sha256= and the HMAC in hexadecimal digits.");
        self.line("# signatureHeader = \"X-Hub-Signature-256\"");
        self.comment(
            "A word of your own, to be entered where the service asks for the callback URL.",
        );
        self.pair("verifyToken", &environment(adapter, "verifyToken"));
    }

    fn twilio_webhook(&mut self, adapter: &str) {
        self.trigger("webhook", adapter);
        self.pair("authentication", &toml_of(&TWILIO.into()));
        self.comment(
            "The Auth Token that the service signs its notifications with, as base64 text.",
        );
        self.pair("authenticationKey", &environment(adapter, "webhookKey"));
        self.comment("The URL under which the service reaches this server, such as https://hooks.example.com: the signature covers it.");
        self.pair("publicUrl", "\"\"");
        self.comment("Another path, whose parameters are part of every event.");
        self.line("# path = \"/whatsapp/callback/{appId}/{companyId}\"");
    }

    fn trigger(&mut self, kind: &str, name: &str) {
        self.line("");
        self.comment(&format!(
            "Takes notifications at /wfe/api/advancedwebhook/{name}, for `uip serve` and `uip listen`."
        ));
        self.line("[[triggers]]");
        self.pair("type", &toml_of(&kind.into()));
        self.pair("name", &toml_of(&name.into()));
    }

    /// Where events go: nobody but the user knows.
    fn event_trigger(&mut self, manifest: &Manifest) {
        let Some(event) = manifest.events.first() else {
            return;
        };
        self.line("");
        self.comment(&format!(
            "Where `uip serve` delivers events. An event that no trigger takes is kept, and `uip events list` shows it; `uip events replay --all --event NAME --since 1d` delivers it when there is one. Events: {}.",
            manifest.events.iter().map(|event| event.name.as_str()).collect::<Vec<_>>().join(", ")
        ));
        self.line("# [[triggers]]");
        self.line("# type = \"event\"");
        self.line(&format!(
            "# adapter = {}",
            toml_of(&manifest.name.as_str().into())
        ));
        self.line(&format!(
            "# event = {}",
            toml_of(&event.name.as_str().into())
        ));
        self.line("# deliver = \"http://127.0.0.1:3000/\"");
    }

    /// Keeps a secret for a file of its own, and gives the value that names the file.
    fn secret(&mut self, name: &str, secret: &str) -> String {
        let path = Path::new(SECRETS).join(name);
        let value = format!("{{ file = \"{SECRETS}/{name}\" }}");
        self.secrets.push((path, secret.to_owned()));
        value
    }

    fn pair(&mut self, name: &str, value: &str) {
        self.line(&format!("{} = {value}", key(name)));
    }

    fn comment(&mut self, text: &str) {
        for line in textwrap::wrap(text, WIDTH) {
            self.line(&format!("# {line}"));
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// A key, in quotes where TOML needs them.
fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        toml_of(&name.into())
    }
}

/// A value as TOML. What TOML cannot hold becomes its JSON text.
fn toml_of(value: &Value) -> String {
    toml::Value::try_from(value)
        .unwrap_or_else(|_| toml::Value::String(value.to_string()))
        .to_string()
}

/// Relative to the folder where it is below it, so that the folder can be moved.
fn path(file: &Path, folder: &Path) -> String {
    let relative = std::fs::canonicalize(folder)
        .ok()
        .and_then(|folder| file.strip_prefix(folder).ok());
    let text = relative.unwrap_or(file).display().to_string();
    toml_of(&text.into())
}

/// `{ env = "WHATSAPP_AUTHENTICATION_TOKEN" }`.
fn environment(adapter: &str, property: &str) -> String {
    let mut name = String::new();
    for character in adapter.chars().chain(['_']).chain(property.chars()) {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(if character.is_ascii_alphanumeric() {
            character.to_ascii_uppercase()
        } else {
            '_'
        });
    }
    format!("{{ env = \"{name}\" }}")
}

/// What stands for a value that is not known: the default, or a value that `uip check` refuses.
fn empty(property: &Property) -> String {
    match (&property.default_value, property.kind) {
        (Some(value), _) => toml_of(value),
        (None, Kind::String) => "\"\"".to_owned(),
        (None, Kind::Array) => "[]".to_owned(),
        (None, Kind::Object) => "{}".to_owned(),
        (None, Kind::Boolean) => "false".to_owned(),
        (None, Kind::Integer | Kind::Number) => "0".to_owned(),
    }
}
