//! `[host] proxy` and `noProxy`.

use uip_connect::{Proxies, Proxy, ProxyExceptions};

use super::{Config, PropertySource};
use crate::types::{Mistake, Mistakes};

/// What is given instead of an address where no proxy is wanted, whatever
/// the environment says.
const NONE: &str = "none";

impl Config {
    /// The proxies that the file names, with those of `environment` for what it
    /// does not: `proxy` takes the place of `HTTPS_PROXY` and the like,
    /// `noProxy` that of `NO_PROXY`. `environment` is asked only if it counts.
    ///
    /// # Errors
    /// When the address cannot be read or is none, or as `environment`.
    pub fn proxies<E: std::fmt::Display>(
        &self,
        environment: impl Fn() -> Result<Proxies, E>,
    ) -> Result<Proxies, Mistakes> {
        let environment =
            || environment().map_err(|error| Mistakes::from(Mistake::new("", error.to_string())));
        let Some(source) = &self.proxy else {
            let proxies = environment()?;
            return Ok(match self.exceptions() {
                Some(exceptions) => proxies.except(exceptions),
                None => proxies,
            });
        };
        let address =
            text(source).map_err(|problem| Mistakes::from(Mistake::new("host.proxy", problem)))?;
        if address == NONE {
            return Ok(Proxies::none());
        }
        let proxy: Proxy = address.parse().map_err(|error| {
            Mistakes::from(Mistake::new("host.proxy", format!("{error}, or \"none\"")))
        })?;
        let exceptions = match self.exceptions() {
            Some(exceptions) => exceptions,
            // As curl does with an address on its command line.
            None => environment().map_or_else(
                |_| ProxyExceptions::default(),
                |proxies| proxies.exceptions().clone(),
            ),
        };
        Ok(Proxies::all(proxy).except(exceptions))
    }

    fn exceptions(&self) -> Option<ProxyExceptions> {
        let hosts = self.no_proxy.as_ref()?;
        Some(ProxyExceptions::new(&hosts.join(",")))
    }
}

fn text(source: &PropertySource) -> Result<String, String> {
    match source {
        PropertySource::Value(value) => Ok(value.as_str().unwrap_or_default().to_owned()),
        other => other.read(),
    }
}

#[cfg(test)]
mod tests {
    use uip_contract::config::Sources;

    use super::*;

    fn read(toml: &str) -> Config {
        let table = toml.parse().unwrap();
        let sources = Sources::process(std::path::Path::new(""));
        super::super::read::config(table, &sources, &[]).unwrap()
    }

    fn environment() -> Proxies {
        let proxy: Proxy = "http://environment.example:1".parse().unwrap();
        Proxies::all(proxy).except(ProxyExceptions::new("excepted.example"))
    }

    fn proxies(config: &Config) -> Result<Proxies, Mistakes> {
        config.proxies(|| Ok::<_, String>(environment()))
    }

    fn way(proxies: &Proxies, target: &str) -> String {
        let proxy = proxies.for_target(&target.parse().unwrap());
        proxy.map_or("-".to_owned(), ToString::to_string)
    }

    #[test]
    fn each_key_takes_the_place_of_its_variables() {
        let file = "http://file.example:2";
        for (toml, other, excepted, own) in [
            (
                "",
                "http://environment.example:1",
                "-",
                "http://environment.example:1",
            ),
            ("[host]\nproxy = 'http://file.example:2'", file, "-", file),
            (
                "[host]\nproxy = 'http://u:p@file.example:2'\nnoProxy = ['own.example']",
                file,
                file,
                "-",
            ),
            (
                "[host]\nnoProxy = ['own.example', '10.0.0.0/8']",
                "http://environment.example:1",
                "http://environment.example:1",
                "-",
            ),
            ("[host]\nproxy = 'none'", "-", "-", "-"),
        ] {
            let proxies = proxies(&read(toml)).unwrap();
            assert_eq!(way(&proxies, "https://other.example/"), other, "{toml}");
            assert_eq!(
                way(&proxies, "https://excepted.example/"),
                excepted,
                "{toml}"
            );
            assert_eq!(way(&proxies, "https://own.example/"), own, "{toml}");
        }
    }

    #[test]
    fn an_environment_that_is_wrong_counts_only_where_it_is_used() {
        let wrong = || Err::<Proxies, _>("the environment variable HTTPS_PROXY: wrong");
        assert!(read("").proxies(wrong).is_err());
        assert!(read("[host]\nproxy = 'none'").proxies(wrong).is_ok());
        assert!(read("[host]\nproxy = 'http://p:1'").proxies(wrong).is_ok());
    }

    #[test]
    fn an_address_that_is_none_is_not_shown() {
        let config = read("[host]\nproxy = 'ftp://user:secret@p'");
        let mistakes = proxies(&config).unwrap_err().to_string();
        assert!(
            mistakes.starts_with("host.proxy: expected a proxy's address"),
            "{mistakes}"
        );
        assert!(!mistakes.contains("secret") && !format!("{config:?}").contains("secret"));
    }
}
