use uip_contract::config::Given;
use url::Url;

/// What comes before the name of a sink.
const SINK: &str = "sink:";

/// `deliver`: where the events of a trigger go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Destination {
    /// They are posted to this address. It may be a secret.
    Http(Url),
    /// `sink:NAME`: a sink of the program that embeds the server takes them. See
    /// [`Server::sink`](crate::Server::sink).
    Sink(String),
}

impl Destination {
    pub(super) fn read(given: &Given) -> Result<Self, String> {
        let text = given.text.expose();
        if let Some(name) = text.strip_prefix(SINK) {
            return if name.is_empty() {
                Err("names no sink; write sink:NAME".to_owned())
            } else {
                Ok(Self::Sink(name.to_owned()))
            };
        }
        // An address that is kept out of the configuration may be a secret.
        let shown = if given.written_out {
            format!("`{text}`")
        } else {
            "the value".to_owned()
        };
        let url =
            Url::parse(text).map_err(|error| format!("{shown} is not an address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(format!("{shown} is not an http:// or https:// address"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "holds a user or a password; use `authorization`, which is kept out of logs"
                    .to_owned(),
            );
        }
        Ok(Self::Http(url))
    }
}
