use std::net::SocketAddr;
use std::time::Duration;
use uip_contract::Secret;
use uip_contract::config::Section;

use super::PublicUrl;

/// How long the bearer tokens of the commands API are at least, in bytes.
pub(super) const LEAST_TOKEN: usize = 16;
pub(super) const TOO_SHORT: &str = "is shorter than 16 characters";

/// `[server]`: how the host stands on the network.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSettings {
    /// `listen`: address and port. Default `127.0.0.1:8080`; port 0 takes a
    /// free one.
    pub listen: SocketAddr,
    /// `operationsListen`: address and port for `/healthz`, `/readyz` and
    /// `/metrics` alone; they are then not found at `listen`. Default: they are
    /// served there.
    pub operations_listen: Option<SocketAddr>,
    /// `publicUrl`: under which URL senders reach the server. Triggers need it that
    /// check a signature over the URL, or pass the URL on.
    pub public_url: Option<PublicUrl>,
    /// `maxBody`: the largest body, in bytes. Default 4 MiB, since Meta sends
    /// up to 3 MB.
    pub max_body: usize,
    /// `maxBodies`: how many bytes of bodies may be in memory at once, of
    /// notifications, and again of commands while they run. More are refused
    /// with 503. Default 256 MiB.
    pub max_bodies: usize,
    /// `maxConnections`: how many connections may be open. More are answered
    /// with 503 and closed. Default 4096.
    pub max_connections: usize,
    /// `headerTimeoutSeconds`: how long the head of a request may take, and
    /// how long a connection may be idle before it. Default 15.
    pub header_timeout: Duration,
    /// `bodyTimeoutSeconds`: how long a body may take. Default 30.
    pub body_timeout: Duration,
    /// `shutdownSeconds`: how long requests, calls and deliveries that run at
    /// a shutdown may take to finish. Default 20.
    pub shutdown_timeout: Duration,
    /// `commandsToken`: the bearer token of the commands API that opens every
    /// adapter. Without it, and without tokens of single adapters, there is no
    /// commands API.
    pub commands_token: Option<Secret>,
}

impl ServerSettings {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        let listen = address(&mut section, "listen", "0.0.0.0:8080")
            .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        let operations_listen = address(&mut section, "operationsListen", "127.0.0.1:9464");
        let public_url = section.text("publicUrl").and_then(|text| {
            PublicUrl::parse(&text)
                .inspect_err(|problem| section.wrong("publicUrl", problem))
                .ok()
        });
        let max_body = size(section.number("maxBody", 1024..=1 << 30, 4 << 20));
        let max_bodies = size(section.number("maxBodies", 1024..=1 << 40, 256 << 20));
        let max_connections = size(section.number("maxConnections", 1..=1_000_000, 4096));
        let header_timeout = section.number("headerTimeoutSeconds", 1..=3600, 15);
        let body_timeout = section.number("bodyTimeoutSeconds", 1..=3600, 30);
        let shutdown_timeout = section.number("shutdownSeconds", 0..=3600, 20);
        let commands_token = section.secret("commandsToken");
        if listen.port() != 0 && operations_listen == Some(listen) {
            section.wrong(
                "operationsListen",
                "is the same as listen; leave it out to have everything at one address",
            );
        }
        if max_bodies < max_body {
            section.wrong("maxBodies", "is smaller than maxBody");
        }
        if commands_token
            .as_ref()
            .is_some_and(|token| token.expose().len() < LEAST_TOKEN)
        {
            section.wrong("commandsToken", TOO_SHORT);
        }
        section.finish();
        Self {
            listen,
            operations_listen,
            public_url,
            max_body,
            max_bodies,
            max_connections,
            header_timeout: Duration::from_secs(header_timeout),
            body_timeout: Duration::from_secs(body_timeout),
            shutdown_timeout: Duration::from_secs(shutdown_timeout),
            commands_token,
        }
    }
}

/// An address, if a right one is given.
pub(super) fn address(
    section: &mut Section<'_>,
    key: &'static str,
    such_as: &str,
) -> Option<SocketAddr> {
    let text = section.text(key)?;
    let address = text.parse().ok();
    if address.is_none() {
        section.wrong(
            key,
            format!("`{text}` is not an address with a port, such as {such_as}"),
        );
    }
    address
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
