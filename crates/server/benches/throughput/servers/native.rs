//! The servers that this binary is itself, when it is told to be: the trigger
//! host without its durable step, and a plain handler.

use std::io::Read as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, StatusCode};
use tokio::net::TcpListener;
use uip_server::config::{Config, Sources};
use uip_server::signature::Key;

use super::{Counts, Server};
use crate::notification::{PATH, SECRET};

/// The argument that makes this binary one of the servers.
pub const SERVE: &str = "--serve";

const NOWHERE: &str = "nowhere";
const PLAIN: &str = "plain";

/// The trigger host with nothing behind it.
pub fn nowhere() -> Result<Server, String> {
    start("(a) the same server without the durable step", NOWHERE)
}

/// A handler that checks the signature, and nothing else.
pub fn plain() -> Result<Server, String> {
    start("(b) a plain axum handler, HMAC only", PLAIN)
}

fn start(name: &str, server: &str) -> Result<Server, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let (process, address) = super::start(Command::new(this).args([SERVE, server]))?;
    Ok(Server {
        name: name.to_owned(),
        details: String::new(),
        address,
        process,
        counts: Counts::Nobody,
        folder: None,
    })
}

/// Is a server, until standard input ends.
pub async fn serve(server: &str) {
    let address = match server {
        NOWHERE => uip_server::bench::serve_nowhere(config()).await,
        _ => serve_plain().await,
    };
    println!(
        "ready: http://{}",
        address.expect("a free port on loopback")
    );
    let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    // However it ends, whoever started this is gone.
    let _ = end.await;
    std::process::exit(0);
}

fn config() -> Config {
    let text = r#"
        [server]
        listen = "127.0.0.1:0"
        [[triggers]]
        type = "meta-webhook"
        name = "whatsapp"
        authentication = "hmac-sha256"
        authenticationKey = { env = "KEY" }
        command = "whatsapp.processWebhook"
        properties = { whatsAppNotification = "{wfsystem.body}" }
    "#;
    let sources = Sources {
        environment: &|_| Ok(STANDARD.encode(SECRET)),
        directory: Path::new("."),
    };
    Config::from_table(text.parse().expect("TOML"), &sources).expect("a configuration")
}

async fn serve_plain() -> std::io::Result<SocketAddr> {
    let router = Router::new()
        .route(PATH, post(check))
        .with_state(Key::new(SECRET.as_bytes()));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn check(State(key): State<Key>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match headers.get("x-hub-signature-256") {
        Some(header) if key.verifies_hex(&body, header.as_bytes()) => StatusCode::OK,
        _ => StatusCode::UNAUTHORIZED,
    }
}
