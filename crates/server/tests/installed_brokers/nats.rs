use async_nats::ConnectOptions;

use crate::brokers::{Certificate, NatsServer};
use crate::support::host::{Host, deliver_messages};
use crate::{fails_with, is_delivered};

/// The names of users and passwords that the server knows.
const USERS: &str = r#"
authorization {
  users = [
    { user: "me", password: "a token of the test" }
    { user: "reader", password: "a token of the test", permissions: { publish: "_INBOX.>" } }
    { nkey: UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4 }
  ]
}
"#;

#[tokio::test]
#[ignore = "needs nats-server"]
async fn events_are_in_the_stream_once_and_in_order_after_the_server_was_killed() {
    let mut nats = NatsServer::start().await;
    let streams = nats.streams(ConnectOptions::new()).await;
    streams.create("shop.>").await;
    let settings = deliver_messages("a", &nats.url(), "timeoutSeconds = 5");
    let host = Host::start(&settings).await;
    let ids: Vec<String> = (0..60).map(|number| format!("m{number:02}")).collect();
    for (number, id) in ids.iter().enumerate() {
        if number == 20 {
            is_delivered(&host, "m05").await;
            nats.kill();
        }
        if number == 40 {
            nats.restart().await;
        }
        host.receives(&[id], &format!("39{}", number % 3)).await;
    }
    for id in &ids {
        is_delivered(&host, id).await;
    }
    let streams = nats.streams(ConnectOptions::new()).await;
    let messages = streams.messages().await;
    assert_eq!(messages.len(), ids.len());
    for customer in 0..3 {
        let subject = format!("shop.message.39{customer}");
        let got: Vec<&str> = messages
            .iter()
            .filter(|message| message.0 == subject)
            .map(|message| message.1["eventId"].as_str().unwrap())
            .collect();
        let sent: Vec<&String> = ids.iter().skip(customer).step_by(3).collect();
        assert_eq!(got, sent);
    }
}

#[tokio::test]
#[ignore = "needs nats-server"]
async fn without_a_stream_the_event_waits_and_says_what_is_missing() {
    let nats = NatsServer::start().await;
    let host = Host::start(&deliver_messages("a", &nats.url(), "")).await;
    host.receives(&["m1"], "39").await;
    fails_with(&host, "m1", "is bound to the subject: create one").await;
    let streams = nats.streams(ConnectOptions::new()).await;
    streams.create("shop.>").await;
    is_delivered(&host, "m1").await;
    assert_eq!(streams.count().await, 1);
}

#[tokio::test]
#[ignore = "needs nats-server"]
async fn a_stream_that_has_the_event_already_stores_it_once() {
    let nats = NatsServer::start().await;
    let streams = nats.streams(ConnectOptions::new()).await;
    streams.create("shop.>").await;
    let settings = deliver_messages("a", &nats.url(), "");
    let (one, other) = (Host::start(&settings).await, Host::start(&settings).await);
    for host in [&one, &other] {
        host.receives(&["m1"], "39").await;
        is_delivered(host, "m1").await;
    }
    assert_eq!(streams.count().await, 1);
}

#[tokio::test]
#[ignore = "needs nats-server"]
async fn a_user_without_a_password_or_a_permission_is_told_so() {
    let nats = NatsServer::start_with(USERS).await;
    let login = |user: &str| {
        let more = format!("user = \"{user}\"\npassword = {{ env = \"TOKEN\" }}");
        deliver_messages("a", &nats.url(), &more)
    };
    let host = Host::start(&deliver_messages("a", &nats.url(), "")).await;
    host.receives(&["m1"], "39").await;
    fails_with(&host, "m1", "authorization violation").await;

    let host = Host::start(&login("reader")).await;
    host.receives(&["m1"], "39").await;
    fails_with(&host, "m1", "does not allow this user to publish").await;

    let me = ConnectOptions::with_user_and_password("me".into(), "a token of the test".into());
    let streams = nats.streams(me).await;
    streams.create("shop.>").await;
    let host = host.restart_with(&login("me")).await;
    is_delivered(&host, "m1").await;
    let key = deliver_messages("a", &nats.url(), "nkey = { env = \"NKEY\" }");
    let host = host.restart_with(&key).await;
    host.receives(&["m2"], "39").await;
    is_delivered(&host, "m2").await;
    assert_eq!(streams.count().await, 2);
}

#[tokio::test]
#[ignore = "needs nats-server"]
async fn a_server_that_asks_for_a_certificate_gets_the_trigger_s() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [server, client] = folders
        .each_ref()
        .map(|folder| Certificate::new(folder.path()));
    let nats = NatsServer::start_with(&server.for_nats_with(&client)).await;
    let url = nats.url().replace("nats:", "tls:");
    let shown = deliver_messages("a", &url, &client.for_trigger());
    let host = Host::start_trusting(&shown, &server.authority).await;
    host.receives(&["m1"], "39").await;
    // It takes the message; that it has no stream, it says.
    fails_with(&host, "m1", "is bound to the subject: create one").await;

    let hidden = deliver_messages("a", &url, "");
    let host = Host::start_trusting(&hidden, &server.authority).await;
    host.receives(&["m1"], "39").await;
    fails_with(&host, "m1", "check `clientCertificate` and `clientKey`").await;
}

#[tokio::test]
#[ignore = "needs nats-server"]
async fn events_go_over_tls_to_a_server_whose_certificate_is_trusted_alone() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = Certificate::new(folder.path());
    let nats = NatsServer::start_with(&certificate.for_nats()).await;
    let url = nats.url().replace("nats:", "tls:");
    let settings = deliver_messages("a", &url, "");
    let stranger = Host::start(&settings).await;
    stranger.receives(&["m1"], "39").await;
    fails_with(&stranger, "m1", "UnknownIssuer").await;

    let host = Host::start_trusting(&settings, &certificate.authority).await;
    host.receives(&["m1"], "39").await;
    // Encrypted, the server gets the message; that it has no stream, it says.
    fails_with(&host, "m1", "is bound to the subject: create one").await;
}
