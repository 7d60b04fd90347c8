use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Logs of this host alone: what other libraries log in detail can hold a
/// message or a header.
pub fn start(verbose: u8) {
    if verbose > 0 {
        let lines = tracing_subscriber::fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(false);
        let level = if verbose > 1 {
            Level::TRACE
        } else {
            Level::DEBUG
        };
        let ours = Targets::new().with_target("uip_host", level);
        tracing_subscriber::registry().with(lines).with(ours).init();
    }
}
