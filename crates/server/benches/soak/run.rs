//! One run: the load and the failures, then the wait until everything arrived.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::built;
use crate::destination::{Destination, Tallies};
use crate::faults::Plan;
use crate::generator::{self, Counts};
use crate::memory::peaks;
use crate::node::{self, Node, Receivers};
use crate::options::Options;
use crate::report::{self, Report};
use crate::surroundings::Surroundings;

/// How long nothing may arrive, after the load, until what is missing is lost.
const SILENCE: Duration = Duration::from_mins(5);

/// How often what arrived is told.
const PROGRESS: Duration = Duration::from_mins(1);

type Nodes = [Arc<Mutex<Node>>; 2];

/// Runs it, and prints what was found. False if a guarantee does not hold.
pub async fn run(options: &Options) -> Result<bool, String> {
    let folder = tempfile::tempdir_in(built::target()).map_err(|error| error.to_string())?;
    let (halt, stop) = watch::channel(false);
    let (finish, finished) = watch::channel(false);
    let plan = Plan {
        seed: options.seed,
        stop: stop.clone(),
    };
    let Surroundings {
        receivers,
        destinations,
        readers,
        mut faults,
        ..
    } = Surroundings::start(plan.clone(), finished).await?;
    let nodes = start_nodes(folder.path(), &receivers)?;
    let addresses = watch::Sender::new([address(&nodes[0])?, address(&nodes[1])?]);
    let of_node = plan.of_node(Arc::clone(&nodes[0]), addresses.clone());
    faults.insert(0, tokio::spawn(of_node));
    let memory = nodes
        .each_ref()
        .map(|node| tokio::spawn(peaks(Arc::clone(node), options.time, stop.clone())));
    let counts = Arc::<Counts>::default();
    let load = tokio::spawn(generator::send(
        options.rate,
        options.seed,
        addresses.subscribe(),
        stop,
        Arc::clone(&counts),
    ));

    tell_progress(options.time, &counts, &destinations).await;
    halt.send_replace(true);
    let sent = joined(load).await?;
    // What they give back runs on until everything was read.
    let failed = all(faults).await?;
    let failed = failed.into_iter().collect::<Result<Vec<_>, _>>()?;
    let drained = drain(&nodes, &destinations, &sent).await?;
    finish.send_replace(true);
    all(readers).await?;

    let tallies: Vec<(&str, Tallies)> = destinations
        .iter()
        .map(|destination| (destination.name, destination.tally(&sent)))
        .collect();
    report::print(&Report {
        options,
        counts: &counts,
        tallies: &tallies,
        failed: &failed,
        peaks: &all(memory).await?,
        stored: nodes.each_ref().map(|node| lock(node).stored()),
        drained,
    });
    let holds = destinations.iter().all(|it| it.holds(&it.tally(&sent)));
    if !holds {
        for node in &nodes {
            lock(node).kill();
        }
        println!("\nInboxes and logs are kept in {}", folder.keep().display());
    }
    Ok(holds)
}

fn start_nodes(folder: &Path, receivers: &Receivers) -> Result<Nodes, String> {
    let start = |name| Node::start(folder.join(name), receivers);
    let nodes = [start("one")?, start("two")?];
    Ok(nodes.map(|node| Arc::new(Mutex::new(node))))
}

fn lock(node: &Mutex<Node>) -> MutexGuard<'_, Node> {
    node.lock().unwrap_or_else(PoisonError::into_inner)
}

fn address(node: &Mutex<Node>) -> Result<SocketAddr, String> {
    lock(node).address()
}

async fn joined<T>(task: JoinHandle<T>) -> Result<T, String> {
    task.await.map_err(|error| error.to_string())
}

async fn all<T>(tasks: impl IntoIterator<Item = JoinHandle<T>>) -> Result<Vec<T>, String> {
    let mut results = Vec::new();
    for task in tasks {
        results.push(joined(task).await?);
    }
    Ok(results)
}

/// Waits while the load lasts, and tells every minute how far it is.
async fn tell_progress(time: Duration, counts: &Counts, destinations: &[Destination]) {
    let start = Instant::now();
    loop {
        let left = time.saturating_sub(start.elapsed());
        if left.is_zero() {
            return;
        }
        tokio::time::sleep(PROGRESS.min(left)).await;
        let acknowledged = counts.acknowledged.load(Ordering::Relaxed);
        let arrived: Vec<String> = destinations
            .iter()
            .map(|it| format!("{} at {}", it.count(), it.name))
            .collect();
        eprintln!(
            "after {} s: {acknowledged} notifications acknowledged; events arrived: {}",
            start.elapsed().as_secs(),
            arrived.join(", ")
        );
    }
}

/// Waits until every event arrived and no delivery waits, or nothing arrives any
/// more. Tells how long that took.
async fn drain(
    nodes: &Nodes,
    destinations: &[Destination],
    sent: &[usize],
) -> Result<Duration, String> {
    let start = Instant::now();
    let (mut before, mut since) = (u64::MAX, Instant::now());
    loop {
        let mut waiting: u64 = destinations
            .iter()
            .map(|it| it.tally(sent).all().lost)
            .sum();
        for node in nodes {
            // A node that does not tell may have some.
            waiting += node::pending(address(node)?).await.unwrap_or(1);
        }
        if waiting == 0 {
            return Ok(start.elapsed());
        }
        if waiting != before {
            (before, since) = (waiting, Instant::now());
        } else if since.elapsed() > SILENCE {
            return Ok(start.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
