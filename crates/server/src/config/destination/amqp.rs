use uip_connect::ClientIdentity;
use uip_contract::Secret;
use uip_contract::config::{Given, Section};
use url::Url;

use super::broker::{BrokerAddress, BrokerAddresses, Login, decoded, identity};
use super::subject::Subject;

/// An exchange of an AMQP 0.9.1 broker that events are published to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Amqp {
    /// Where the broker's nodes listen.
    pub addresses: BrokerAddresses,
    /// The path of the URL; `/` if it has none.
    pub virtual_host: String,
    /// `exchange`, of up to 255 bytes. The default exchange is empty.
    pub exchange: String,
    /// `routingKey`: default `{adapter}.{event}.{customer}`.
    pub routing_key: Subject,
    /// `user` and `password`: default `guest` and `guest`.
    pub login: Login,
    /// `clientCertificate` and `clientKey`: what the connection presents to a broker
    /// that asks for a certificate.
    pub identity: Option<ClientIdentity>,
}

const PORT: u16 = 5672;
const TLS_PORT: u16 = 5671;

/// How long a name may be, in bytes.
const LONGEST_NAME: usize = 255;

impl Amqp {
    pub(super) fn read(
        section: &mut Section<'_>,
        url: &Url,
        given: &Given,
        others: &[(String, Given)],
    ) -> Result<Self, String> {
        if url.query().is_some() || url.fragment().is_some() {
            return Err("contains more than a host, a port and a virtual host".to_owned());
        }
        let addresses = BrokerAddresses::read(section, (url, given), others, |url| {
            let tls = url.scheme() == "amqps";
            BrokerAddress::of(url, if tls { TLS_PORT } else { PORT }, tls)
        })?;
        let of_url = Login::of_url(url, given)?;
        let exchange = section.required_text("exchange").unwrap_or_default();
        if exchange.len() > LONGEST_NAME {
            section.wrong("exchange", "is longer than 255 bytes");
        }
        let routing_key = section.text("routingKey").and_then(|text| {
            Subject::parse(&text)
                .inspect_err(|problem| section.wrong("routingKey", problem))
                .ok()
        });
        Ok(Self {
            identity: identity(section, addresses.tls(), "amqps://"),
            addresses,
            virtual_host: virtual_host(url)?,
            exchange,
            routing_key: routing_key.unwrap_or_else(Subject::default_one),
            login: Login::read(section, of_url).unwrap_or_else(guest),
        })
    }
}

fn virtual_host(url: &Url) -> Result<String, String> {
    let path = url.path().strip_prefix('/').unwrap_or_default();
    if path.is_empty() {
        return Ok("/".to_owned());
    }
    if path.contains('/') {
        return Err(
            "contains a virtual host with a `/`; write %2F for it: amqp://host/%2Fname".to_owned(),
        );
    }
    decoded(path)
        .filter(|name| name.len() <= LONGEST_NAME)
        .ok_or_else(|| {
            "contains a virtual host that is not UTF-8 or longer than 255 bytes".to_owned()
        })
}

/// The user that a new broker has, for connections from its own machine.
fn guest() -> Login {
    Login {
        user: "guest".to_owned(),
        password: Secret::new("guest"),
    }
}
