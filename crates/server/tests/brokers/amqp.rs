use crate::fake_amqp::{FakeAmqp, Manner};
use crate::support::host::{Host, deliver_messages};
use crate::support::until;
use crate::{error_of, is_delivered};

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
        host.receives(&["m1"], "39333").await;
        let error = error_of(&host, "m1").await;
        assert_eq!(error, why.replace("HOST", &broker.address.to_string()));
        broker.be(Manner::Acknowledge);
        if manner != Manner::Block {
            is_delivered(&host, "m1").await;
        }
    }
}

#[tokio::test]
async fn a_broker_that_is_not_there_opens_the_circuit() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let settings = deliver_messages("a", &format!("amqp://{address}"), "exchange = \"events\"");
    let host = Host::start(&settings).await;
    for number in 0..10 {
        let id = format!("m{number}");
        host.receives(&[&id], &id).await;
    }
    until("the circuit opens", async || host.circuit().await == "open").await;
    let error = error_of(&host, "m0").await;
    let begin = format!("no connection to {address}: ");
    assert!(error.starts_with(&begin), "{error}");
}
