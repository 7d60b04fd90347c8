//! NATS JetStream: a message is stored when the stream that is bound to its
//! subject acknowledges it. The stream drops a message whose `Nats-Msg-Id` it
//! has seen within its own window, and acknowledges it all the same.

use std::sync::Arc;
use std::time::Duration;

use async_nats::client::{Request, RequestErrorKind};
use async_nats::rustls::ClientConfig;
use async_nats::{Client, ConnectOptions, Event, HeaderMap, RequestError, ServerError};
use futures_util::FutureExt as _;
use serde::Deserialize;
use tokio::sync::watch;
use uip_connect::{RootCertificates, is_cut, rejected_identity, tls_config};

use super::{Broker, CLIENT, CONNECT_TIMEOUT, Outgoing, Session};
use crate::config::{BrokerAddress, Nats, NatsAuthentication};
use crate::delivery::not_taken::{About, NotTaken};

/// The number of JetStream's error for a message that is larger than its stream
/// allows.
const MESSAGE_TOO_LARGE: u64 = 10054;

/// How often a silent server is asked whether it is still there. It is given up
/// when it has not answered twice.
const PING: Duration = Duration::from_secs(10);

/// A connection to a NATS server.
pub(in crate::delivery) struct NatsSession {
    place: String,
    client: Client,
    seen: watch::Receiver<Seen>,
}

/// What the server said or did in addition to its answers.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// The connection was lost.
    is_lost: bool,
    /// The server is about to end, and answers what it got before.
    is_leaving: bool,
    /// What it last refused to have published, and in which words.
    denied: Option<String>,
}

impl Broker<NatsSession> {
    /// The stream of a trigger, on a server whose certificate is trusted by the
    /// system or by these authorities.
    pub(in crate::delivery) fn nats(nats: &Nats, roots: &RootCertificates) -> Self {
        let tls = tls_config(roots, nats.identity.as_ref());
        let settings = nats.clone();
        let connect = move |address| connect(options(&settings, &tls), address).boxed();
        Self::new("NATS", &nats.addresses, nats.subject.clone(), connect)
    }
}

/// The address as the client reads it. It contains no credentials.
fn url(address: &BrokerAddress) -> String {
    let scheme = if address.tls { "tls" } else { "nats" };
    format!("{scheme}://{address}")
}

fn options(nats: &Nats, tls: &ClientConfig) -> Result<ConnectOptions, NotTaken> {
    let options = ConnectOptions::new()
        .name(CLIENT)
        .connection_timeout(CONNECT_TIMEOUT)
        .ping_interval(PING)
        .tls_client_config(tls.clone())
        .require_tls(nats.addresses.tls())
        // A connection that was lost is replaced by another one here, where its
        // error is seen. None would mean that it is tried for ever.
        .max_reconnects(1)
        .ignore_discovered_servers();
    Ok(match &nats.authentication {
        None => options,
        Some(NatsAuthentication::Login(login)) => {
            options.user_and_password(login.user.clone(), login.password.expose().to_owned())
        }
        Some(NatsAuthentication::Token(token)) => options.token(token.expose().to_owned()),
        Some(NatsAuthentication::Nkey(seed)) => options.nkey(seed.expose().to_owned()),
        Some(NatsAuthentication::Credentials(text)) => options
            .credentials(text.expose())
            // The configuration was checked; the error could quote the text.
            .map_err(|_| NotTaken::by_receiver("the NATS credentials cannot be read"))?,
    })
}

async fn connect(
    options: Result<ConnectOptions, NotTaken>,
    address: BrokerAddress,
) -> Result<NatsSession, NotTaken> {
    let place = format!("NATS at {address}");
    let tls = address.tls;
    let see = Arc::new(watch::Sender::new(Seen::default()));
    let seen = see.subscribe();
    let client = options?
        .event_callback(move |event| {
            see.send_if_modified(|seen| seen.note(event));
            std::future::ready(())
        })
        .connect(url(&address))
        .await
        .map_err(|error| {
            let advice = if rejected_identity(&error).is_some() {
                ": check `clientCertificate` and `clientKey`"
            } else if tls && is_cut(&error) {
                ": check `clientCertificate` and `clientKey` if it asks for a certificate"
            } else {
                ""
            };
            NotTaken::by_receiver(format!("no connection to {place}: {error}{advice}"))
        })?;
    Ok(NatsSession {
        place,
        client,
        seen,
    })
}

impl Seen {
    /// Takes note of an event. Tells whether it says something new.
    fn note(&mut self, event: Event) -> bool {
        match event {
            Event::Disconnected | Event::Closed => self.is_lost = true,
            Event::LameDuckMode => self.is_leaving = true,
            Event::ServerError(ServerError::Other(text)) => self.denied = Some(text),
            _ => return false,
        }
        true
    }

    /// Whether the server refused to have a message published to this subject.
    /// It says so in words alone, which contain the subject in quotes.
    fn denies(&self, subject: &str) -> bool {
        self.denied.as_ref().is_some_and(|text| {
            let is_denial = text.to_ascii_lowercase().contains("permissions violation");
            is_denial && text.contains(&format!("\"{subject}\""))
        })
    }
}

impl Session for NatsSession {
    fn is_open(&self) -> bool {
        let seen = self.seen.borrow();
        !seen.is_lost && !seen.is_leaving
    }

    async fn publish(&self, outgoing: Outgoing) -> Result<(), NotTaken> {
        let mut headers = HeaderMap::new();
        headers.insert("Nats-Msg-Id", outgoing.id.as_str());
        headers.insert("Content-Type", outgoing.message.content_type);
        let request = Request::new()
            .headers(headers)
            .payload(outgoing.message.body)
            // The delivery has its own timeout.
            .timeout(None);
        let mut seen = self.seen.clone();
        // What was denied before may be allowed now.
        if seen.borrow_and_update().is_lost {
            return Err(self.lost());
        }
        tokio::select! {
            answer = self.client.send_request(outgoing.subject.clone(), request) => match answer {
                Ok(message) => self.acknowledgement(&message.payload),
                Err(error) => Err(self.failed(&error)),
            },
            not_taken = self.trouble(&mut seen, &outgoing.subject) => Err(not_taken),
        }
    }

    fn why_silent(&self) -> Option<String> {
        Some("check that a stream is bound to the subject and has room".to_owned())
    }
}

impl NatsSession {
    fn lost(&self) -> NotTaken {
        NotTaken::by_receiver(format!(
            "the connection to {} was lost before the acknowledgement",
            self.place
        ))
    }

    /// Waits for what means that no acknowledgement will come.
    async fn trouble(&self, seen: &mut watch::Receiver<Seen>, subject: &str) -> NotTaken {
        while seen.changed().await.is_ok() {
            let seen = seen.borrow_and_update();
            if seen.is_lost {
                break;
            }
            if seen.denies(subject) {
                return self.denied();
            }
        }
        self.lost()
    }

    fn denied(&self) -> NotTaken {
        let error = format!(
            "{} does not allow this user to publish to the subject: check the user's permissions",
            self.place
        );
        NotTaken::new(About::Address, error)
    }

    fn failed(&self, error: &RequestError) -> NotTaken {
        let place = &self.place;
        match error.kind() {
            RequestErrorKind::NoResponders => NotTaken::new(
                About::Address,
                format!(
                    "no stream of {place} is bound to the subject: create one, or correct `subject`"
                ),
            ),
            RequestErrorKind::MaxPayloadExceeded => NotTaken::new(
                About::Event,
                format!(
                    "the event is larger than {place} allows, {} bytes: raise its max_payload",
                    self.client.max_payload()
                ),
            ),
            _ if !self.is_open() => self.lost(),
            _ => NotTaken::by_receiver(format!("not published to {place}: {error}")),
        }
    }

    /// Reads what a stream answers.
    fn acknowledgement(&self, payload: &[u8]) -> Result<(), NotTaken> {
        let place = &self.place;
        match serde_json::from_slice(payload) {
            Ok(Answer {
                error: Some(error), ..
            }) => {
                let about = if error.err_code == Some(MESSAGE_TOO_LARGE) {
                    About::Event
                } else {
                    About::Receiver
                };
                let text = format!("the stream of {place} rejected it: {}", error.description);
                Err(NotTaken::new(about, text))
            }
            Ok(Answer {
                stream: Some(_),
                seq: Some(_),
                ..
            }) => Ok(()),
            _ => Err(NotTaken::new(
                About::Address,
                format!(
                    "what answered at {place} is not a stream: check that a stream is bound to the subject, and nothing else answers there"
                ),
            )),
        }
    }
}

/// The acknowledgement of a stream. That it has the message already is no error.
#[derive(Deserialize)]
struct Answer {
    stream: Option<String>,
    seq: Option<u64>,
    error: Option<Rejection>,
}

#[derive(Deserialize)]
struct Rejection {
    err_code: Option<u64>,
    #[serde(default)]
    description: String,
}
