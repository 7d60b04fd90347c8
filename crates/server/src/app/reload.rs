//! Another configuration while the server runs.

use uip_contract::Mistakes;

use crate::StoreError;
use crate::config::Config;

/// What a reload did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reloaded {
    /// The keys that have another value now and take effect at the next start,
    /// such as `server.listen`.
    pub needs_restart: Vec<&'static str>,
}

/// Why a configuration was not taken over. The one before it stays in effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReloadError {
    /// The triggers do not fit the adapters.
    #[error(transparent)]
    Config(#[from] Mistakes),
    /// The inbox cannot be written.
    #[error("inbox.file: {0}")]
    Store(#[from] StoreError),
}

/// Gives the settings that cannot change while the server runs the values that
/// they have, and names those that were to change.
pub(super) fn keep_fixed(new: &mut Config, running: &Config) -> Vec<&'static str> {
    let mut changed = Vec::new();
    macro_rules! keep {
        ($($section:ident.$setting:ident $key:literal)*) => {$(
            if new.$section.$setting != running.$section.$setting {
                new.$section.$setting.clone_from(&running.$section.$setting);
                changed.push($key);
            }
        )*};
    }
    keep! {
        server.listen "server.listen"
        server.operations_listen "server.operationsListen"
        server.max_connections "server.maxConnections"
        server.header_timeout "server.headerTimeoutSeconds"
        server.shutdown_timeout "server.shutdownSeconds"
        inbox.file "inbox.file"
        inbox.max_size "inbox.maxSizeMegabytes"
        inbox.max_waiting "inbox.maxWaiting"
    }
    // Its address is taken, or not, at the start.
    match (&mut new.console, &running.console) {
        (Some(new), Some(running)) if new.listen == running.listen => {}
        (None, None) => {}
        (Some(new), Some(running)) => {
            new.listen = running.listen;
            changed.push("console.listen");
        }
        (_, running) => {
            new.console.clone_from(running);
            changed.push("console");
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Sources;

    fn config(text: &str) -> Config {
        let sources = Sources {
            environment: &|_| Err(std::env::VarError::NotPresent),
            directory: Path::new("/srv/uip"),
        };
        Config::from_table(text.parse().unwrap(), &sources).unwrap()
    }

    #[test]
    fn what_cannot_change_while_the_server_runs_stays_and_is_named() {
        let running = config("");
        let mut new = config(
            "[server]\nlisten = \"127.0.0.1:1\"\nmaxBody = 2048\nmaxConnections = 9\n\
             [inbox]\nfile = \"other.sqlite\"\nworkers = 7\nkeepDays = 9",
        );
        assert_eq!(
            keep_fixed(&mut new, &running),
            ["server.listen", "server.maxConnections", "inbox.file"]
        );
        assert_eq!(new.server.listen, running.server.listen);
        assert_eq!(new.inbox.file, running.inbox.file);
        assert_eq!((new.server.max_body, new.inbox.workers), (2048, 7));
        assert_eq!(keep_fixed(&mut new, &running), <[&str; 0]>::default());
    }
}
