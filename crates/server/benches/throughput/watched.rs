//! What a console that somebody watches costs: how many notifications a second
//! go all the way to the receiver of their events, with an open page and
//! without, in turns on one server.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;
use uip_testkit::measured::Table;

use crate::acknowledged::settle;
use crate::lasting::{AHEAD, CONNECTIONS};
use crate::load::{Pace, Until, load};
use crate::servers::{Server, uip};
use crate::table;

/// How long each turn is, and how many pairs of turns there are.
const TIME: Duration = Duration::from_secs(5);
const PAIRS: usize = 8;

/// How often a page reads the same thing at most.
const PAUSE: Duration = Duration::from_secs(1);

const AIM: f64 = 0.99;
const TITLE: &str = "uip serve with one console that shows its events";

/// Measures it, and prints what was found. False if it could not be measured.
pub async fn run() -> bool {
    table::title(TITLE);
    match uip::start_with_console().await {
        Ok((server, console)) => {
            measure(&server, &console).await;
            true
        }
        Err(why) => {
            println!("  NOT MEASURED: {why}");
            false
        }
    }
}

async fn measure(server: &Server, console: &str) {
    let Some(receiver) = server.receiver() else {
        return;
    };
    let pace = Pace::Ahead(receiver.counter(), AHEAD);
    let (mut alone, mut watched) = (Vec::new(), Vec::new());
    let mut sent = 0;
    // The first turn warms up. What follows is alone, watched, watched, alone: a drift touches both alike.
    for turn in 0..=PAIRS * 2 {
        let is_watched = turn > 0 && matches!(turn % 4, 2 | 3);
        let watching = is_watched.then(|| Page::open(console));
        let loaded = load(server.target(), CONNECTIONS, &pace, Until::Elapsed(TIME)).await;
        sent += loaded.events;
        settle(server, sent).await;
        drop(watching);
        if turn > 0 {
            let rates = if is_watched { &mut watched } else { &mut alone };
            rates.push(loaded.rate());
        }
    }
    let mut kept = Table::new(TITLE, &["", "notifications a second", "ratio"]);
    let (without, with) = (median(&mut alone), median(&mut watched));
    for (name, rate) in [("no console open", without), ("one console open", with)] {
        let ratio = format!("{:.3}", rate / without);
        println!("  {name}: {rate:.0} a second, {ratio}");
        kept.row(vec![name.to_owned(), format!("{rate:.0}"), ratio]);
    }
    let share = with / without;
    let verdict = if share >= AIM {
        "holds"
    } else {
        "DOES NOT HOLD"
    };
    let spread = format!(
        "{:.0}–{:.0} and {:.0}–{:.0} a second",
        least(&alone),
        most(&alone),
        least(&watched),
        most(&watched)
    );
    let aim = format!(
        "aim: an open console costs no more than 1 %: {verdict} ({:.1} %; {PAIRS} turns of {TIME:?} each, in turns: {spread})",
        (1.0 - share) * 100.0
    );
    println!("  {aim}");
    kept.note(aim);
    kept.keep();
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    let (lower, upper) = (
        rates.get((rates.len().max(1) - 1) / 2),
        rates.get(rates.len() / 2),
    );
    let [lower, upper] = [lower, upper].map(|rate| rate.copied().unwrap_or_default());
    f64::midpoint(lower, upper)
}

fn least(sorted: &[f64]) -> f64 {
    sorted.first().copied().unwrap_or_default()
}

fn most(sorted: &[f64]) -> f64 {
    sorted.last().copied().unwrap_or_default()
}

/// What a page asks that shows the events: it follows the changes, and reads
/// what it shows once a second while they come. Closed when it is dropped.
struct Page(JoinHandle<()>);

impl Page {
    fn open(console: &str) -> Self {
        let console = console.to_owned();
        Self(tokio::spawn(async move {
            if let Err(error) = watch(&console).await {
                println!("  the page ended: {error}");
            }
        }))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn watch(console: &str) -> reqwest::Result<()> {
    let client = reqwest::Client::new();
    let get = async |path: &str| {
        let request = client.get(format!("{console}api/{path}"));
        let answer = request.bearer_auth(uip::CONSOLE_TOKEN).send().await?;
        answer.error_for_status()
    };
    get("me").await?.bytes().await?;
    let mut changes = get("changes").await?;
    let mut read = Instant::now();
    while changes.chunk().await?.is_some() {
        // It waits as a page does: what changes meanwhile is read together.
        if read > Instant::now() {
            continue;
        }
        for path in ["events?adapter=whatsapp", "health"] {
            get(path).await?.bytes().await?;
        }
        read = Instant::now() + PAUSE;
    }
    Ok(())
}
