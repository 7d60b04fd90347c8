//! The `uip.toml` of a server.

use std::fmt::Write as _;
use std::path::Path;

/// The environment variables that [`Configuration::to_toml`] names.
pub const ACCESS_TOKEN: &str = "WHATSAPP_AUTHENTICATION_TOKEN";
/// The App Secret, in base64.
pub const APP_SECRET: &str = "WHATSAPP_APP_SECRET";
/// The bearer token of the commands API.
pub const COMMANDS_TOKEN: &str = "UIP_COMMANDS_TOKEN";

/// One adapter, one webhook trigger that checks signatures, and event triggers.
#[derive(Debug, Clone, Copy)]
pub struct Configuration<'c> {
    /// The component.
    pub component: &'c Path,
    /// Its manifest.
    pub manifest: &'c Path,
    /// The id of the business's number.
    pub phone_number_id: &'c str,
    /// Where the Cloud API answers, if it is not Meta's.
    pub api_base_url: Option<&'c str>,
    /// Whether there is a commands API.
    pub commands: bool,
    /// Which events are delivered, and where.
    pub deliver: &'c [(&'c str, &'c str)],
}

impl Configuration<'_> {
    /// The file's text. Its secrets come from the environment. It listens on a free port of loopback.
    pub fn to_toml(&self) -> String {
        let mut text = format!(
            r#"[adapters.whatsapp]
component = {:?}
manifest = {:?}

[adapters.whatsapp.properties]
authenticationToken = {{ env = "{ACCESS_TOKEN}" }}
apiVersion = "v25.0"
phoneNumberId = {:?}
"#,
            self.component.display().to_string(),
            self.manifest.display().to_string(),
            self.phone_number_id,
        );
        // Writing to a string cannot fail.
        if let Some(url) = self.api_base_url {
            let _ = writeln!(text, "apiBaseUrl = {url:?}");
        }
        text.push_str("\n[server]\nlisten = \"127.0.0.1:0\"\n");
        if self.commands {
            let _ = writeln!(text, "commandsToken = {{ env = \"{COMMANDS_TOKEN}\" }}");
        }
        let _ = write!(
            text,
            r#"
[[triggers]]
type = "meta-webhook"
name = "whatsapp"
authentication = "hmac-sha256"
authenticationKey = {{ env = "{APP_SECRET}" }}
parseBody = false
command = "whatsapp.processWebhook"
[triggers.properties]
whatsAppNotification = "{{wfsystem.body}}"
"#
        );
        for (event, url) in self.deliver {
            let _ = write!(
                text,
                "\n[[triggers]]\ntype = \"event\"\nadapter = \"whatsapp\"\nevent = {event:?}\ndeliver = {url:?}\n"
            );
        }
        text
    }
}
