//! n8n as a whole, once with its own trigger for WhatsApp and once behind `uip
//! serve`: how fast notifications are acknowledged, how fast their events are at a
//! receiver after n8n's flow, and how many get there if n8n is killed meanwhile.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use uip_testkit::Process;
use uip_testkit::measured::Table;

use crate::built;
use crate::load::{Pace, Target, Until, load};
use crate::numbers::number;
use crate::servers::{Server, peer, uip};
use crate::table;

/// How many notifications a burst has, and over how many connections it is sent.
const BURST: u64 = 300;
const CONNECTIONS: u32 = 32;
const ROUNDS: usize = 3;

/// After how long without an event none is expected any more, much longer than a
/// circuit breaker waits.
const SILENCE: Duration = Duration::from_mins(3);

const TITLE: &str = "n8n, from a notification to the receiver behind its flow: bursts of 300 notifications, 3 of each, in turns";

const COLUMNS: [&str; 5] = [
    "",
    "notifications acknowledged a second",
    "events delivered a second",
    "delivered of sent",
    "delivered of sent, n8n killed in the middle",
];

/// n8n with a flow for each contestant, and the receiver behind both.
struct Engine {
    process: Process,
    /// Where n8n itself listens.
    n8n: SocketAddr,
    _folder: TempDir,
}

struct Contestant {
    name: &'static str,
    /// Its flow in n8n.
    flow: &'static str,
    target: Target,
    /// Acknowledged and delivered a second, in each round.
    rates: Vec<[f64; 2]>,
    sent: u64,
    delivered: u64,
    /// Sent and delivered while n8n was killed.
    killed: [u64; 2],
}

/// Measures it, and prints a table. False if it could not be measured.
pub async fn run() -> bool {
    table::title(TITLE);
    match measure().await {
        Ok(()) => true,
        Err(why) => {
            println!("  NOT MEASURED: {why}");
            false
        }
    }
}

async fn measure() -> Result<(), String> {
    let engine = Engine::start()?;
    let server = uip::start_for(&format!("http://{}/webhook/uip", engine.n8n))?;
    let own = Target {
        address: engine.n8n,
        path: "/webhook/own/webhook",
    };
    let mut all = [
        Contestant::new("uip serve, then n8n's webhook", "uip", server.target()),
        Contestant::new("n8n's own WhatsApp trigger", "own", own),
    ];
    for _ in 0..ROUNDS {
        for contestant in &mut all {
            contestant.burst(&engine).await;
        }
    }
    for contestant in &mut all {
        contestant.killed(&engine).await?;
    }
    print(&all, &server);
    Ok(())
}

fn print(all: &[Contestant], server: &Server) {
    let mut kept = Table::new(TITLE, &COLUMNS);
    let of = |[sent, delivered]: [u64; 2]| format!("{} of {}", number(delivered), number(sent));
    for contestant in all {
        let [acknowledged, delivered] = contestant.medians();
        let row = [
            contestant.name.to_owned(),
            number(acknowledged as u64),
            number(delivered as u64),
            of([contestant.sent, contestant.delivered]),
            of(contestant.killed),
        ];
        println!("  {}", row.join("  "));
        // A rate counts only with all of its events.
        if contestant.delivered == contestant.sent {
            kept.bar(contestant.name, delivered, "events a second");
        }
        kept.row(row.to_vec());
    }
    let memory = crate::numbers::megabytes(server.memory());
    kept.note("what is not acknowledged is sent again, as Meta does; n8n is killed with SIGKILL and started again".to_owned());
    kept.note(format!(
        "n8n is as its makers deliver it, with its SQLite; `uip serve` takes {memory} beside it"
    ));
    kept.keep();
}

impl Engine {
    fn start() -> Result<Self, String> {
        let folder = tempfile::tempdir_in(built::target()).map_err(|error| error.to_string())?;
        let process = peer::n8n_engine(folder.path())?;
        let line = process.line();
        // The second address of the line.
        let n8n = line
            .rsplit("http://")
            .next()
            .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
            .ok_or_else(|| format!("{line}: no address of n8n"))?;
        println!("  {}", line.trim());
        Ok(Self {
            n8n,
            process,
            _folder: folder,
        })
    }

    /// How many events the receiver behind a flow got.
    async fn delivered(&self, flow: &str) -> u64 {
        let url = format!("{}/counted/{flow}", self.process.url());
        peer::counted(&url).await.unwrap_or_default()
    }

    /// Kills n8n and starts it again.
    async fn kill(&self) -> Result<(), String> {
        let url = format!("{}/kill", self.process.url());
        let killed = reqwest::Client::new().post(url).send().await;
        let killed = killed.and_then(reqwest::Response::error_for_status);
        killed.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Waits until so many events were delivered, or no more are. Tells how many.
    async fn settle(&self, flow: &str, events: u64) -> u64 {
        let (mut before, mut since) = (0, Instant::now());
        loop {
            let now = self.delivered(flow).await;
            if now >= events || since.elapsed() > SILENCE {
                return now;
            }
            if now != before {
                (before, since) = (now, Instant::now());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Contestant {
    fn new(name: &'static str, flow: &'static str, target: Target) -> Self {
        Self {
            name,
            flow,
            target,
            rates: Vec::new(),
            sent: 0,
            delivered: 0,
            killed: [0; 2],
        }
    }

    /// Sends a burst, and waits until its events are delivered.
    async fn burst(&mut self, engine: &Engine) {
        let before = engine.delivered(self.flow).await;
        let start = Instant::now();
        let until = Until::Sent(BURST);
        let loaded = load(self.target.clone(), CONNECTIONS, &Pace::UntilTaken, until).await;
        let delivered = engine.settle(self.flow, before + loaded.events).await - before;
        let seconds = start.elapsed().as_secs_f64();
        self.rates.push([loaded.rate(), delivered as f64 / seconds]);
        self.sent += loaded.events;
        self.delivered += delivered;
    }

    /// Sends a burst and kills n8n when a part of its events is delivered.
    async fn killed(&mut self, engine: &Engine) -> Result<(), String> {
        let before = engine.delivered(self.flow).await;
        let target = self.target.clone();
        let load = tokio::spawn(async move {
            load(target, CONNECTIONS, &Pace::UntilTaken, Until::Sent(BURST)).await
        });
        engine.settle(self.flow, before + BURST / 4).await;
        engine.kill().await?;
        let loaded = load.await.map_err(|error| error.to_string())?;
        let delivered = engine.settle(self.flow, before + loaded.events).await - before;
        self.killed = [loaded.events, delivered];
        Ok(())
    }

    /// The medians of the rounds.
    fn medians(&self) -> [f64; 2] {
        [0, 1].map(|of| {
            let mut rates: Vec<f64> = self.rates.iter().map(|rates| rates[of]).collect();
            rates.sort_unstable_by(f64::total_cmp);
            rates.get(rates.len() / 2).copied().unwrap_or_default()
        })
    }
}
