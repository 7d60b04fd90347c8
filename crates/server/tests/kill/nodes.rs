//! Two servers, each with an inbox of its own, deliver into one stream. One is
//! killed under load; what it did not acknowledge is sent to the other one, and
//! so is much that it did. When it is back, the stream has every event once.

use std::collections::HashSet;

use async_nats::ConnectOptions;

use crate::brokers::NatsServer;
use crate::senders::Senders;
use crate::start;
use crate::support::until;

pub async fn test() {
    let nats = NatsServer::start().await;
    let streams = nats.streams(ConnectOptions::new()).await;
    streams.create("shop.>").await;
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [(mut one, at_one), (mut other, at_other)] = folders
        .each_ref()
        .map(|folder| start(folder.path(), &nats.url()));
    let senders = Senders::start(vec![at_one, at_other], 64);
    for _ in 0..3 {
        senders.load(100..400).await;
        one.kill().unwrap();
        one.wait().unwrap();
        // The other one carries the load alone meanwhile.
        senders.load(100..400).await;
        let (again, at) = start(folders[0].path(), &nats.url());
        one = again;
        senders.is_at(0, at);
    }
    let sent: HashSet<String> = senders.finish().await.into_iter().collect();
    let count = u64::try_from(sent.len()).unwrap();
    until("every acknowledged event is in the stream", async || {
        streams.count().await >= count
    })
    .await;
    for server in [&mut one, &mut other] {
        server.kill().unwrap();
        server.wait().unwrap();
    }
    let messages = streams.messages().await;
    let ids = messages
        .iter()
        .map(|(_, body)| body["eventId"].as_str().unwrap().to_owned());
    let ids: HashSet<String> = ids.collect();
    assert_eq!(ids.len(), messages.len(), "each event is there once");
    assert_eq!(ids, sent);
    println!(
        "test nodes ... ok: {} events acknowledged by two nodes, one of them killed 3 times; {} in the stream, 0 lost, 0 twice",
        sent.len(),
        messages.len()
    );
}
