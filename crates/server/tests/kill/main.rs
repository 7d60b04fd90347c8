//! The server is killed with SIGKILL at random moments, under load and with a
//! receiver that is down, fails and stalls; in the end every acknowledged event
//! has reached the receiver, each once under its key, and in order for each
//! customer.
//!
//! It starts itself again as the server, so it has no harness. `UIP_KILLS`
//! says how often the server is killed; 5 times if it says nothing.
//!
//! `nodes` is another test, which needs a NATS server and so is ignored.

#[path = "../support/brokers/mod.rs"]
mod brokers;
mod nodes;
mod senders;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use senders::Senders;
use serde_json::Value;
use support::adapters::FakeAdapters;
use support::host::{config, deliver_messages};
use support::receiver::{Manner, Receiver};
use uip_server::Server;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if has("--list") {
        // What nextest asks first, for all tests and then for those that are ignored.
        if !has("--ignored") {
            println!("kills: test");
        }
        println!("nodes: test");
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match arguments.iter().position(|argument| argument == "--serve") {
        Some(at) => runtime.block_on(serve(Path::new(&arguments[at + 1]), &arguments[at + 2])),
        None if has("nodes") => runtime.block_on(nodes::test()),
        None if has("--ignored") => {}
        None => runtime.block_on(kill()),
    }
}

/// The server: runs until it is killed.
async fn serve(folder: &Path, receiver: &str) {
    let settings = deliver_messages("a", receiver, "timeoutSeconds = 1");
    let running = Server::new(config(folder, &settings), Arc::<FakeAdapters>::default())
        .poll_every(Duration::from_millis(50))
        .run()
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    println!("{}", running.local_addr());
    std::future::pending::<()>().await;
}

/// Starts the server, and tells its address.
fn start(folder: &Path, receiver: &str) -> (Child, SocketAddr) {
    let mut server = Command::new(std::env::current_exe().unwrap())
        .arg("--serve")
        .arg(folder)
        .arg(receiver)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().parse().expect("the server's address");
    (server, address)
}

async fn kill() {
    let kills: usize = std::env::var("UIP_KILLS").map_or(5, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start().await;
    let (mut server, address) = start(folder.path(), &receiver.url());
    let senders = Senders::start(vec![address], 25);
    let manners = [
        Manner::Take,
        Manner::Answer(StatusCode::INTERNAL_SERVER_ERROR),
        Manner::Take,
        Manner::Stall,
        Manner::Take,
    ];
    for round in 0..kills {
        receiver.be(manners[round % manners.len()].clone());
        // Load goes on for a random while, counted in acknowledgements: some
        // were given before the kill, and requests are under way at it.
        senders.load(50..800).await;
        server.kill().unwrap();
        server.wait().unwrap();
        let (next, address) = start(folder.path(), &receiver.url());
        server = next;
        senders.is_at(0, address);
    }
    let acknowledged = senders.finish().await;
    receiver.be(Manner::Take);
    let missing = || {
        let got: HashSet<String> = receiver.ids().into_iter().collect();
        acknowledged.iter().filter(|id| !got.contains(*id)).count()
    };
    support::until("every acknowledged event is delivered", async || {
        missing() == 0
    })
    .await;
    server.kill().unwrap();
    server.wait().unwrap();

    // The receiver's own dedupe, by key.
    let mut first: HashMap<String, Value> = HashMap::new();
    let mut last_of: HashMap<String, u64> = HashMap::new();
    let mut repeated = 0;
    for got in receiver.took() {
        let key = got.header("idempotency-key").to_owned();
        if let Some(before) = first.get(&key) {
            assert_eq!(*before, got.body, "one key is one event");
            repeated += 1;
            continue;
        }
        let customer = got.body["properties"]["messages"][0]["from"]
            .as_str()
            .unwrap();
        let number: u64 = key.rsplit('-').next().unwrap().parse().unwrap();
        let last = last_of.insert(customer.to_owned(), number);
        assert!(last < Some(number), "{key} came after {last:?}");
        first.insert(key, got.body);
    }
    println!(
        "test kills ... ok: killed {kills} times, {} events acknowledged, {} delivered after dedupe, {repeated} repeats, 0 lost",
        acknowledged.len(),
        first.len(),
    );
}
