use tracing::Level;
use tracing::Subscriber;
use tracing_subscriber::filter::{FilterExt, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::args::LogFormat;

/// What logs: this program and its own libraries. What other libraries log in
/// detail can hold a message or a header.
const OURS: [&str; 3] = ["uip", "uip_host", "uip_server"];

/// What a component prints can hold message texts.
const GUEST_OUTPUT: Level = Level::TRACE;

/// Logs of this host alone, if they are asked for.
pub fn start(verbose: u8, format: LogFormat) {
    if verbose > 0 {
        tracing_subscriber::registry()
            .with(lines(format))
            .with(ours(level(verbose)))
            .init();
    }
}

/// Logs of a server: at `RUST_LOG`'s levels, or `info`, or as `-v` asks. What
/// `RUST_LOG` names beside our own is left out, and so is what the component
/// prints: that takes `-vv`.
pub fn serve(verbose: u8, format: LogFormat) {
    let wanted = match (verbose, EnvFilter::try_from_default_env()) {
        (0, Ok(filter)) => filter,
        (0, Err(_)) => EnvFilter::new("info"),
        _ => EnvFilter::new(level(verbose).as_str()),
    };
    let most = if verbose > 1 {
        GUEST_OUTPUT
    } else {
        Level::DEBUG
    };
    tracing_subscriber::registry()
        .with(lines(format).with_filter(ours(most).and(wanted)))
        .init();
}

/// Has `tell` log in JSON, whatever `RUST_LOG` asks for: what keeps a server from
/// starting is no matter of a level.
pub fn in_json(tell: impl FnOnce()) {
    let lines = tracing_subscriber::registry().with(lines(LogFormat::Json));
    tracing::subscriber::with_default(lines, tell);
}

/// Writes one line for each thing that happens.
fn lines<S>(format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false);
    match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    }
}

fn level(verbose: u8) -> Level {
    match verbose {
        0 | 1 => Level::DEBUG,
        _ => Level::TRACE,
    }
}

fn ours(level: Level) -> Targets {
    Targets::new().with_targets(OURS.map(|target| (target, level)))
}
