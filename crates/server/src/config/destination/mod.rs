//! Where the events of a trigger go.

mod amqp;
mod broker;
mod nats;
mod subject;
#[cfg(test)]
mod tests;

use uip_contract::config::{Given, Section};
use url::Url;

pub use amqp::Amqp;
pub use broker::{BrokerAddress, BrokerAddresses, Login};
pub use nats::{Nats, NatsAuthentication};
pub use subject::Subject;

/// What comes before the name of a sink.
const SINK: &str = "sink:";

/// `deliver`: where the events of a trigger go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Destination {
    /// They are posted to this address. It may be a secret.
    Http(Url),
    /// `nats://` or `tls://`: they are published to a stream of NATS JetStream.
    /// The crate `async_nats` logs under its own name; what it logs about a
    /// permission that is missing contains the subject, and so the customer.
    Nats(Nats),
    /// `amqp://` or `amqps://`: they are published to an exchange of an AMQP
    /// 0.9.1 broker, such as RabbitMQ.
    Amqp(Amqp),
    /// `sink:NAME`: a sink of the program that embeds the server takes them. See
    /// [`Server::sink`](crate::Server::sink).
    Sink(String),
}

/// The keys that only deliveries to brokers have.
const OF_BROKERS: [&str; 10] = [
    "clientCertificate",
    "clientKey",
    "subject",
    "user",
    "password",
    "token",
    "nkey",
    "credentials",
    "exchange",
    "routingKey",
];

impl Destination {
    /// Reads `deliver`, and the keys that deliveries to brokers have.
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let given = section.given_list("deliver");
        if given.is_none() && !section.is_given("deliver") {
            section.wrong("deliver", "is missing");
        }
        let read = given.as_deref().and_then(<[_]>::split_first);
        let read = read.and_then(|((key, given), others)| {
            Self::parse(section, given, others)
                .map_err(|problem| section.wrong(key, problem))
                .ok()
        });
        // What is left now belongs to a destination of another kind.
        for key in OF_BROKERS {
            if section.take(key).is_some()
                && let Some(destination) = &read
            {
                let problem = format!("is not for deliveries to {}", destination.kind());
                section.wrong(key, problem);
            }
        }
        read
    }

    /// Reads a destination. Others are alternatives, which only brokers can have.
    fn parse(
        section: &mut Section<'_>,
        given: &Given,
        others: &[(String, Given)],
    ) -> Result<Self, String> {
        let text = given.text.expose();
        if let Some(name) = text.strip_prefix(SINK) {
            return if name.is_empty() {
                Err("names no sink; write sink:NAME".to_owned())
            } else {
                let sink = Self::Sink(name.to_owned());
                only_one(others).map(|()| sink)
            };
        }
        let url = parsed(given)?;
        let destination = match url.scheme() {
            "nats" | "tls" => Nats::read(section, &url, given, others).map(Self::Nats),
            "amqp" | "amqps" => Amqp::read(section, &url, given, others).map(Self::Amqp),
            "http" | "https" if url.has_host() => http(url),
            _ => Err(format!(
                "{} is not an http://, https://, nats://, tls://, amqp:// or amqps:// address",
                shown(given)
            )),
        }?;
        if matches!(destination, Self::Http(_)) {
            only_one(others)?;
        }
        Ok(destination)
    }

    /// The word for its kind, and its host or name: without user, path and query,
    /// which may be secrets.
    pub(crate) fn shown(&self) -> (&'static str, String) {
        match self {
            Self::Http(url) => ("http", url.host_str().unwrap_or_default().to_owned()),
            Self::Nats(nats) => ("nats", nats.addresses.hosts()),
            Self::Amqp(amqp) => ("amqp", amqp.addresses.hosts()),
            Self::Sink(name) => ("sink", name.clone()),
        }
    }

    /// What kind of destination it is, after "deliveries to".
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Http(_) => "an HTTP endpoint",
            Self::Nats(_) => "NATS",
            Self::Amqp(_) => "AMQP",
            Self::Sink(_) => "a sink",
        }
    }
}

/// The value as an error shows it: an address that is kept out of the configuration
/// may be a secret.
fn shown(given: &Given) -> String {
    if given.written_out {
        format!("`{}`", given.text.expose())
    } else {
        "the value".to_owned()
    }
}

fn parsed(given: &Given) -> Result<Url, String> {
    Url::parse(given.text.expose())
        .map_err(|error| format!("{} is not an address: {error}", shown(given)))
}

/// Whether there is no alternative to a destination that cannot have one.
fn only_one(others: &[(String, Given)]) -> Result<(), String> {
    if others.is_empty() {
        Ok(())
    } else {
        Err("is in a list; only deliveries to NATS and AMQP can have several addresses".to_owned())
    }
}

fn http(url: Url) -> Result<Destination, String> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "holds a user or a password; use `authorization`, which is kept out of logs".to_owned(),
        );
    }
    Ok(Destination::Http(url))
}
