//! Where an exchange can break, on plain http and on https: each phase has its own codes, and those of TLS are for
//! TLS alone.

use uip_testkit::tiny::{configure, tiny};
use uip_testkit::{Connection, Server};

use super::post;

/// Where a server breaks the exchange.
#[derive(Clone, Copy, Debug)]
enum Break {
    ResetAtOnce,
    CloseAtOnce,
    ResetAfterBytes,
    CloseAfterBytes,
    Garbage,
}

async fn run(mut connection: Connection, at: Break) {
    match at {
        Break::ResetAtOnce => connection.reset(),
        Break::CloseAtOnce => drop(connection),
        Break::ResetAfterBytes => {
            connection.first_bytes().await;
            connection.reset();
        }
        Break::CloseAfterBytes => {
            connection.first_bytes().await;
        }
        Break::Garbage => {
            connection.first_bytes().await;
            connection.write([7; 64]).await;
            connection.is_closed_by_client().await;
        }
    }
}

/// The codes of several tries: some breaks race with the client's next step.
async fn codes(scheme: &str, at: Break, tries: usize) -> Vec<String> {
    let server = Server::start(move |connection| run(connection, at)).await;
    let url = server.url().replace("http://", scheme);
    let instance = configure(&tiny())
        .property("baseUrl", url.as_str())
        .build()
        .unwrap();
    let mut codes = Vec::new();
    for _ in 0..tries {
        let error = post(&instance, &url, "x").await.unwrap_err();
        codes.push(error.split([' ', '(']).next().unwrap().to_owned());
    }
    codes.sort();
    codes.dedup();
    codes
}

#[tokio::test]
async fn no_word_of_tls_is_said_of_a_plain_connection() {
    for (at, tries) in [
        (Break::ResetAtOnce, 300),
        (Break::CloseAtOnce, 300),
        (Break::ResetAfterBytes, 50),
        (Break::CloseAfterBytes, 50),
        (Break::Garbage, 5),
    ] {
        for code in codes("http://", at, tries).await {
            let known = [
                "ConnectionRefused",
                "ConnectionTerminated",
                "HttpProtocolError",
            ];
            assert!(known.contains(&code.as_str()), "{at:?}: {code}");
        }
    }
}

/// Before the handshake is over nothing of the request can have left.
#[tokio::test]
async fn whatever_breaks_a_tls_handshake_comes_before_the_request() {
    for (at, tries) in [
        (Break::ResetAtOnce, 100),
        (Break::CloseAtOnce, 100),
        (Break::ResetAfterBytes, 30),
        (Break::CloseAfterBytes, 30),
        (Break::Garbage, 5),
    ] {
        for code in codes("https://", at, tries).await {
            let known = ["ConnectionRefused", "TlsProtocolError"];
            assert!(known.contains(&code.as_str()), "{at:?}: {code}");
        }
    }
}
