use uip_connect::ClientIdentity;
use uip_contract::Secret;
use uip_contract::config::{Given, Section};
use url::Url;

use super::broker::{BrokerAddress, BrokerAddresses, Login, identity};
use super::subject::Subject;

/// A stream of NATS JetStream that events are published to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nats {
    /// Where the servers listen.
    pub addresses: BrokerAddresses,
    /// `subject`: default `{adapter}.{event}.{customer}`.
    pub subject: Subject,
    /// How the server knows who publishes. Default: not at all.
    pub authentication: Option<NatsAuthentication>,
    /// `clientCertificate` and `clientKey`: what the connection presents to a server
    /// that asks for a certificate.
    pub identity: Option<ClientIdentity>,
}

/// How a NATS server knows who publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NatsAuthentication {
    /// `user` and `password`.
    Login(Login),
    /// `token`.
    Token(Secret),
    /// `nkey`: the seed of a user's key, which begins with `SU`.
    Nkey(Secret),
    /// `credentials`: the content of a `.creds` file.
    Credentials(Secret),
}

/// The port that NATS servers listen on.
const PORT: u16 = 4222;

impl Nats {
    pub(super) fn read(
        section: &mut Section<'_>,
        url: &Url,
        given: &Given,
        others: &[(String, Given)],
    ) -> Result<Self, String> {
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err("contains more than a host and a port".to_owned());
        }
        let addresses = BrokerAddresses::read(section, (url, given), others, |url| {
            BrokerAddress::of(url, PORT, url.scheme() == "tls")
        })?;
        let of_url = Login::of_url(url, given)?;
        let subject = section.text("subject").and_then(|text| {
            Subject::parse(&text)
                .inspect_err(|problem| section.wrong("subject", problem))
                .ok()
        });
        Ok(Self {
            identity: identity(section, addresses.tls(), "tls://"),
            addresses,
            subject: subject.unwrap_or_else(Subject::default_one),
            authentication: authentication(section, of_url),
        })
    }
}

fn authentication(section: &mut Section<'_>, of_url: Option<Login>) -> Option<NatsAuthentication> {
    let login = Login::read(section, of_url);
    let token = section.secret("token");
    let nkey = section.secret("nkey");
    if let Some(seed) = &nkey
        && let Err(problem) = is_seed(seed.expose())
    {
        section.wrong("nkey", problem);
    }
    // The end of a secret is trimmed, and the last line of this one needs its end.
    let credentials = section
        .secret("credentials")
        .map(|text| Secret::new(format!("{}\n", text.expose())));
    if let Some(text) = &credentials
        && async_nats::ConnectOptions::with_credentials(text.expose()).is_err()
    {
        section.wrong(
            "credentials",
            "is not the content of a .creds file, with a JWT and an NKEY seed",
        );
    }
    let mut all = [
        login.map(NatsAuthentication::Login),
        token.map(NatsAuthentication::Token),
        nkey.map(NatsAuthentication::Nkey),
        credentials.map(NatsAuthentication::Credentials),
    ]
    .into_iter()
    .flatten();
    let first = all.next();
    if all.next().is_some() {
        section.wrong(
            "deliver",
            "has more than one of `user`, `token`, `nkey` and `credentials`; the server needs one",
        );
    }
    first
}

/// Whether a text is the seed of a user's key.
fn is_seed(text: &str) -> Result<(), &'static str> {
    let is_base32 = |byte: u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
    if text.len() == 58 && text.starts_with("SU") && text.bytes().all(is_base32) {
        Ok(())
    } else {
        Err("is not the seed of a user's NKEY: 58 letters and digits that begin with SU")
    }
}
