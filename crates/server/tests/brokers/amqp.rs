use crate::fake::nowhere;
use crate::fake_amqp::{FakeAmqp, Manner};
use crate::support::host::{Host, deliver_messages};
use crate::support::until;
use crate::tls::{Identity, server_that_knows};
use crate::{fails_with, is_delivered, opens_the_circuit};

async fn host(broker: &FakeAmqp, more: &str) -> Host {
    let more = format!("exchange = \"events\"\n{more}");
    Host::start(&deliver_messages("a", &broker.url(), &more)).await
}

#[tokio::test]
async fn one_connection_carries_the_events_of_a_trigger_and_is_ended_with_it() {
    let broker = FakeAmqp::start(Manner::Acknowledge).await;
    let host = host(&broker, "").await;
    for number in 0..20 {
        let id = format!("m{number}");
        host.receives(&[&id], &id).await;
    }
    until("all are published", async || broker.keys().len() == 20).await;
    for number in 0..20 {
        let key = format!("shop.message.m{number}");
        assert!(broker.keys().contains(&key), "{key}");
    }
    assert_eq!(broker.connections(), 1);
    host.stop().await;
    until("the connection is ended", async || broker.ends() == 1).await;
}

#[tokio::test]
async fn an_event_that_is_not_acknowledged_is_retried_and_says_why() {
    for (manner, why) in [
        (
            Manner::Silent,
            "no acknowledgement from AMQP at HOST within 1s",
        ),
        (
            Manner::Block,
            "no acknowledgement from AMQP at HOST within 1s: it takes no messages now (low)",
        ),
        (
            Manner::Close,
            "the connection to AMQP at HOST was lost before the acknowledgement",
        ),
        (
            Manner::RefuseLogin,
            "AMQP at HOST ended the connection during the login: check `user` and `password`",
        ),
        (
            Manner::Http,
            "AMQP at HOST sent something other than AMQP 0.9.1",
        ),
    ] {
        let broker = FakeAmqp::start(manner).await;
        let host = host(&broker, "timeoutSeconds = 1").await;
        fails_with(&host, broker.address, why).await;
        broker.be(Manner::Acknowledge);
        if manner != Manner::Block {
            is_delivered(&host, "m1").await;
        }
    }
}

#[tokio::test]
async fn a_broker_that_is_not_there_opens_the_circuit() {
    let address = nowhere().await;
    let settings = deliver_messages("a", &format!("amqp://{address}"), "exchange = \"events\"");
    let host = Host::start(&settings).await;
    opens_the_circuit(&host, &format!("no connection to {address}: ")).await;
}

#[tokio::test]
async fn of_several_addresses_the_first_that_can_be_connected_to_gets_the_events() {
    let (away, stranger) = (nowhere().await, FakeAmqp::start(Manner::Http).await);
    let broker = FakeAmqp::start(Manner::Acknowledge).await;
    let list = format!(
        "[\"amqp://{away}\", \"{}\", \"{}\"]",
        stranger.url(),
        broker.url()
    );
    let settings = deliver_messages("a", "LIST", "exchange = \"events\"");
    let host = Host::start(&settings.replace("\"LIST\"", &list)).await;
    host.receives(&["m1"], "39").await;
    is_delivered(&host, "m1").await;
    assert_eq!(broker.keys(), ["shop.message.39"]);
    assert_eq!(host.delivery("m1").unwrap().attempts, 1);
}

#[tokio::test]
async fn a_broker_that_asks_for_a_certificate_gets_the_trigger_s() {
    let folder = tempfile::tempdir().unwrap();
    let client = Identity::new();
    let (certificate, key) = client.files(folder.path());
    let (server, settings) = server_that_knows(&client);
    let broker = FakeAmqp::over_tls(settings).await;
    let more = format!(
        "exchange = \"events\"\nclientCertificate = {{ file = '{}' }}\nclientKey = {{ file = '{}' }}",
        certificate.display(),
        key.display()
    );
    let shown = deliver_messages("a", &broker.url(), &more);
    let host = Host::start_trusting(&shown, &server).await;
    host.receives(&["m1"], "39").await;
    is_delivered(&host, "m1").await;

    let hidden = deliver_messages("a", &broker.url(), "exchange = \"events\"");
    let host = Host::start_trusting(&hidden, &server).await;
    let why = "AMQP at HOST ended the TLS connection (CertificateRequired): check `clientCertificate` and `clientKey`";
    fails_with(&host, broker.address, why).await;
}
