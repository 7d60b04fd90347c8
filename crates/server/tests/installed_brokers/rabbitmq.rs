use std::collections::HashSet;

use crate::brokers::{Certificate, RabbitMq, USER};
use crate::support::host::{Host, deliver_messages};
use crate::{fails_with, is_delivered};

fn settings(broker: &RabbitMq, more: &str) -> String {
    settings_at(&broker.url(), more)
}

fn settings_at(url: &str, more: &str) -> String {
    let login = format!("user = \"{USER}\"\npassword = {{ env = \"TOKEN\" }}\n{more}");
    deliver_messages("a", url, &login)
}

/// One test, since the broker takes long to start.
#[tokio::test]
#[ignore = "needs rabbitmq-server"]
async fn events_are_in_the_queue_also_after_the_broker_was_killed() {
    let mut broker = RabbitMq::start().await;
    let host = Host::start(&settings(&broker, "exchange = \"events\"")).await;
    host.receives(&["m1"], "39 333").await;
    is_delivered(&host, "m1").await;
    let message = broker.take().await.remove(0);
    assert_eq!(message["routing_key"], "shop.message.39%20333");
    let properties = &message["properties"];
    assert_eq!(properties["message_id"], "m1");
    assert_eq!(properties["delivery_mode"], 2);
    assert_eq!(properties["content_type"], "application/json");

    // In the middle of a stream of events.
    let ids: Vec<String> = (0..60).map(|number| format!("n{number:02}")).collect();
    for (number, id) in ids.iter().enumerate() {
        if number == 20 {
            is_delivered(&host, "n05").await;
            broker.kill();
        }
        if number == 40 {
            broker.restart().await;
        }
        host.receives(&[id], &format!("39{}", number % 3)).await;
    }
    for id in &ids {
        is_delivered(&host, id).await;
    }
    let messages = broker.take().await;
    let got: Vec<String> = messages
        .iter()
        .map(|it| it["properties"]["message_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(got.iter().collect::<HashSet<_>>(), ids.iter().collect());
    for customer in 0..3 {
        let mut seen = HashSet::new();
        let key = format!("shop.message.39{customer}");
        let of_customer = messages.iter().zip(&got);
        let first_times: Vec<&String> = of_customer
            .filter(|(message, id)| message["routing_key"] == key && seen.insert(*id))
            .map(|(_, id)| id)
            .collect();
        let sent: Vec<&String> = ids.iter().skip(customer).step_by(3).collect();
        assert_eq!(first_times, sent);
    }

    // What cannot arrive says why, and holds up nothing else.
    let unbound = "exchange = \"events\"\nroutingKey = \"desk.{customer}\"";
    let host = Host::start(&settings(&broker, unbound)).await;
    host.receives(&["u1"], "39").await;
    fails_with(&host, "u1", "no queue is bound to the exchange").await;
    let host = host
        .restart_with(&settings(&broker, "exchange = \"gone\""))
        .await;
    host.receives(&["u2"], "40").await;
    fails_with(&host, "u2", "no exchange 'gone' in vhost '/'").await;
    let host = host
        .restart_with(&settings(&broker, "exchange = \"events\""))
        .await;
    for id in ["u1", "u2"] {
        is_delivered(&host, id).await;
    }
    let wrong = format!("exchange = \"events\"\nuser = \"{USER}\"\npassword = {{ env = \"KEY\" }}");
    let host = Host::start(&deliver_messages("a", &broker.url(), &wrong)).await;
    host.receives(&["w1"], "39").await;
    fails_with(&host, "w1", "ACCESS_REFUSED").await;

    // Over TLS, if its certificate is trusted.
    let over_tls = settings_at(&broker.url_over_tls(), "exchange = \"events\"");
    let host = Host::start(&over_tls).await;
    host.receives(&["t1"], "39").await;
    fails_with(&host, "t1", "certificate").await;
    let host = Host::start_trusting(&over_tls, &broker.certificate.authority).await;
    host.receives(&["t2"], "39").await;
    is_delivered(&host, "t2").await;
}

#[tokio::test]
#[ignore = "needs rabbitmq-server"]
async fn a_broker_that_asks_for_a_certificate_gets_the_trigger_s() {
    let folder = tempfile::tempdir().unwrap();
    let client = Certificate::new(folder.path());
    let broker = RabbitMq::start_for(&client).await;
    let (url, authority) = (broker.url_over_tls(), &broker.certificate.authority);
    let hidden = settings_at(&url, "exchange = \"events\"");
    let host = Host::start_trusting(&hidden, authority).await;
    host.receives(&["m1"], "39").await;
    fails_with(&host, "m1", "check `clientCertificate` and `clientKey`").await;

    let shown = format!("exchange = \"events\"\n{}", client.for_trigger());
    let host = Host::start_trusting(&settings_at(&url, &shown), authority).await;
    host.receives(&["m1"], "39").await;
    is_delivered(&host, "m1").await;
}
