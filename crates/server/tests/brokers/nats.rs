use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uip_server::operations::DeliveryState;

use crate::fake::Fake;
use crate::fake_nats::{FakeNats, Manner, STORED};
use crate::support::adapters::message;
use crate::support::host::{Host, deliver_messages};
use crate::support::until;
use crate::{error_of, fails_with, is_delivered, opens_the_circuit};

async fn host(nats: &FakeNats, more: &str) -> Host {
    Host::start(&deliver_messages("a", &nats.url(), more)).await
}

#[tokio::test]
async fn an_event_is_published_under_its_id_to_the_subject_of_its_customer() {
    let nats = FakeNats::start(STORED).await;
    let host = host(&nats, "subject = \"wa.{event}.{customer}\"").await;
    host.receives(&["wamid.1="], "IT.39 333").await;
    is_delivered(&host, "wamid.1=").await;
    let published = nats.published().remove(0);
    assert_eq!(published.subject, "wa.message.IT%2E39%20333");
    for header in [
        "\r\nNats-Msg-Id: wamid.1=\r\n",
        "\r\nContent-Type: application/json\r\n",
    ] {
        assert!(published.headers.contains(header), "{}", published.headers);
    }
    let properties = message("wamid.1=", "IT.39 333")["properties"].clone();
    assert_eq!(
        published.body,
        json!({ "adapter": "shop", "event": "message", "eventId": "wamid.1=", "properties": properties })
    );
}

#[tokio::test]
async fn an_event_is_published_as_a_cloud_event_if_its_trigger_says_so() {
    let nats = FakeNats::start(STORED).await;
    let host = host(&nats, "format = \"cloudevents\"").await;
    host.receives(&["m1"], "39").await;
    is_delivered(&host, "m1").await;
    let published = nats.published().remove(0);
    let header = "\r\nContent-Type: application/cloudevents+json\r\n";
    assert!(published.headers.contains(header), "{}", published.headers);
    assert_eq!(published.body["specversion"], "1.0");
    assert_eq!(published.body["id"], "m1");
    assert_eq!(published.body["subject"], "39");
}

#[tokio::test]
async fn an_event_that_the_stream_has_already_is_delivered() {
    let nats = FakeNats::start(Manner::Answer(
        r#"{"stream":"EVENTS","seq":1,"duplicate":true}"#,
    ))
    .await;
    let host = host(&nats, "").await;
    host.receives(&["m1"], "39").await;
    is_delivered(&host, "m1").await;
    assert_eq!(host.delivery("m1").unwrap().attempts, 1);
}

#[tokio::test]
async fn an_event_that_is_not_acknowledged_is_retried_and_says_why() {
    for (manner, why) in [
        (
            Manner::Silent,
            "no acknowledgement from NATS at HOST within 1s: check that a stream is bound to the subject and has room",
        ),
        (
            Manner::NoResponders,
            "no stream of NATS at HOST is bound to the subject: create one, or correct `subject`",
        ),
        (
            Manner::Answer(
                r#"{"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"},"stream":"EVENTS","seq":0}"#,
            ),
            "the stream of NATS at HOST rejected it: maximum messages exceeded",
        ),
        (
            Manner::Answer("{}"),
            "what answered at NATS at HOST is not a stream: check that a stream is bound to the subject, and nothing else answers there",
        ),
        (
            Manner::Answer("thanks"),
            "what answered at NATS at HOST is not a stream: check that a stream is bound to the subject, and nothing else answers there",
        ),
        (
            Manner::Deny,
            "NATS at HOST does not allow this user to publish to the subject: check the user's permissions",
        ),
        (
            Manner::Close,
            "the connection to NATS at HOST was lost before the acknowledgement",
        ),
    ] {
        let nats = FakeNats::start(manner).await;
        let host = host(&nats, "timeoutSeconds = 1").await;
        fails_with(&host, nats.address, why).await;
        nats.be(STORED);
        is_delivered(&host, "m1").await;
    }
}

#[tokio::test]
async fn an_event_that_is_too_large_for_the_server_holds_up_no_other() {
    let nats = FakeNats::with_limit(STORED, 400).await;
    let host = host(&nats, "refusalAttempts = 1").await;
    let long = "1".repeat(400);
    host.receives(&["large"], &long).await;
    host.receives(&["small"], "39").await;
    is_delivered(&host, "small").await;
    let error = error_of(&host, "large").await;
    assert_eq!(
        error,
        format!(
            "the event is larger than NATS at {} allows, 400 bytes: raise its max_payload",
            nats.address
        )
    );
    assert_eq!(host.delivery("large").unwrap().state, DeliveryState::Dead);
    assert_eq!(nats.published().len(), 1);
}

#[tokio::test]
async fn one_connection_carries_the_events_of_a_trigger_until_it_is_lost() {
    let nats = FakeNats::start(STORED).await;
    let host = host(&nats, "").await;
    for number in 0..20 {
        let id = format!("m{number}");
        host.receives(&[&id], &id).await;
    }
    until("all are published", async || nats.published().len() == 20).await;
    assert_eq!(nats.logins().len(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_there_opens_the_circuit_and_loses_nothing() {
    let address = FakeNats::start(STORED).await.stop().await;
    let settings = deliver_messages("a", &format!("nats://{address}"), "");
    let host = Host::start(&settings).await;
    opens_the_circuit(&host, &format!("no connection to NATS at {address}: ")).await;

    let nats = FakeNats::start(STORED).await;
    let host = host
        .restart_with(&deliver_messages("a", &nats.url(), ""))
        .await;
    for number in 0..10 {
        is_delivered(&host, &format!("m{number}")).await;
    }
    assert_eq!(host.circuit().await, "closed");
}

#[tokio::test]
async fn when_a_server_ends_the_next_of_several_addresses_gets_the_events() {
    let (one, other) = (FakeNats::start(STORED).await, FakeNats::start(STORED).await);
    let list = format!("[\"{}\", \"{}\"]", one.url(), other.url());
    let settings = deliver_messages("a", "LIST", "").replace("\"LIST\"", &list);
    let host = Host::start(&settings).await;
    host.receives(&["m1"], "39").await;
    is_delivered(&host, "m1").await;
    assert_eq!((one.published().len(), other.published().len()), (1, 0));
    one.stop().await;
    host.receives(&["m2"], "39").await;
    is_delivered(&host, "m2").await;
    assert_eq!(other.published().len(), 1);
    // Where no address can be connected to, the error is about each of them.
    let other = other.stop().await;
    host.receives(&["m3"], "39").await;
    let error = error_of(&host, "m3").await;
    assert!(error.contains(&other.to_string()), "{error}");
}

#[tokio::test]
async fn a_login_is_sent_and_its_refusal_names_no_secret() {
    let nats = FakeNats::start(Manner::RefuseLogin).await;
    let login = "user = \"me\"\npassword = { env = \"TOKEN\" }";
    let host = host(&nats, login).await;
    host.receives(&["m1"], "39").await;
    let error = error_of(&host, "m1").await;
    let begin = format!("no connection to NATS at {}: ", nats.address);
    assert!(error.starts_with(&begin), "{error}");
    assert!(error.contains("authorization violation"), "{error}");
    assert!(!error.contains("a token of the test"), "{error}");
    nats.be(STORED);
    is_delivered(&host, "m1").await;
    let login = nats.logins().pop().unwrap();
    assert_eq!(login["user"], "me");
    assert_eq!(login["pass"], "a token of the test");
}

#[tokio::test]
async fn each_way_to_log_in_says_who_publishes_and_a_key_never_leaves() {
    for (lines, member) in [
        ("token = { env = \"TOKEN\" }", "auth_token"),
        ("nkey = { env = \"NKEY\" }", "nkey"),
        ("credentials = { env = \"CREDENTIALS\" }", "jwt"),
    ] {
        let nats = FakeNats::start(STORED).await;
        let host = host(&nats, lines).await;
        host.receives(&["m1"], "39").await;
        is_delivered(&host, "m1").await;
        let login = nats.logins().remove(0);
        assert!(login[member].is_string(), "{login}");
        assert_eq!(login["sig"].is_string(), member != "auth_token", "{login}");
        assert!(!login.to_string().contains("SUACSSL"), "{login}");
    }
}

#[tokio::test]
async fn a_server_that_ends_the_handshake_may_ask_for_a_certificate() {
    let broker = Fake::start(|mut stream| async move {
        let info = "INFO {\"server_id\":\"fake\",\"version\":\"2.10.0\",\"proto\":1,\"tls_required\":true,\"max_payload\":1024}\r\n";
        stream.write_all(info.as_bytes()).await?;
        // A record that is read to its end is followed by an end in good order.
        let mut head = [0; 5];
        stream.read_exact(&mut head).await?;
        let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        stream.read_exact(&mut hello).await.map(drop)
    })
    .await;
    let url = format!("tls://{}", broker.address);
    let host = Host::start(&deliver_messages("a", &url, "")).await;
    let why = "no connection to NATS at HOST: IO error: tls handshake eof: check `clientCertificate` and `clientKey` if it asks for a certificate";
    fails_with(&host, broker.address, why).await;
}
