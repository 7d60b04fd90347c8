use std::net::SocketAddr;

use uip_contract::Secret;
use uip_contract::config::Section;
use uip_web::guard::HostName;

use super::server::{LEAST_TOKEN, TOO_SHORT, address};

/// `[console]`: a web page for operators and designers, at an address of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsoleSettings {
    /// `listen`: address and port. The console is served nowhere else.
    pub listen: SocketAddr,
    /// `token`: the bearer token of those who may look and act; at least 16
    /// characters.
    pub token: Secret,
    /// `readToken`: the bearer token of those who may only look; at least 16
    /// characters. Default: there are none.
    pub read_token: Option<Secret>,
    /// `hosts`: the names under which browsers reach the console, besides IP
    /// addresses and names that mean this machine. At least one unless `listen`
    /// is a loopback address.
    pub hosts: Vec<HostName>,
}

impl ConsoleSettings {
    /// Reads the section, if it is given. `others` are addresses that are taken
    /// already.
    pub(super) fn read(mut section: Section<'_>, others: &[SocketAddr]) -> Option<Self> {
        let listen = address(&mut section, "listen", "127.0.0.1:8091");
        if listen.is_none() && !section.is_given("listen") {
            section.wrong("listen", "is missing");
        }
        let token = long_enough(&mut section, "token");
        if token.is_none() && !section.is_given("token") {
            section.wrong(
                "token",
                "is missing; set it to a secret of at least 16 characters",
            );
        }
        let read_token = long_enough(&mut section, "readToken");
        if let (Some(token), Some(read_token)) = (&token, &read_token)
            && token.matches(read_token.expose().as_bytes())
        {
            section.wrong(
                "readToken",
                "is the same as token, which also allows to act",
            );
        }
        let hosts = section.list("hosts", str::parse);
        if let Some(listen) = listen {
            if listen.port() != 0 && others.contains(&listen) {
                section.wrong(
                    "listen",
                    "is an address of [server]; the console has its own, so that a reverse proxy for webhooks does not expose it",
                );
            }
            let has_names = match &hosts {
                Some(hosts) => !hosts.is_empty(),
                // What is wrong with them has been said.
                None => section.is_given("hosts"),
            };
            if !listen.ip().is_loopback() && !has_names {
                section.wrong(
                    "hosts",
                    "is missing, and `listen` is not a loopback address; list the names under which browsers reach the console, or listen on 127.0.0.1",
                );
            }
        }
        section.finish();
        Some(Self {
            listen: listen?,
            token: token?,
            read_token,
            hosts: hosts.unwrap_or_default(),
        })
    }
}

/// A token that is not too short.
fn long_enough(section: &mut Section<'_>, key: &'static str) -> Option<Secret> {
    let token = section.secret(key)?;
    if token.expose().len() < LEAST_TOKEN {
        section.wrong(key, TOO_SHORT);
        return None;
    }
    Some(token)
}

#[cfg(test)]
mod tests {
    use std::env::VarError;
    use std::path::Path;

    use super::super::{Config, Sources};

    fn read(console: &str) -> Result<Config, String> {
        let environment = |name: &str| match name {
            "TOKEN" => Ok("a token to look and act".to_owned()),
            "READ" => Ok("a token to look only".to_owned()),
            "SHORT" => Ok("0123456789abcde".to_owned()),
            _ => Err(VarError::NotPresent),
        };
        let sources = Sources {
            environment: &environment,
            directory: Path::new("/srv/uip"),
        };
        Config::from_toml(console, &sources).map_err(|mistakes| mistakes.to_string())
    }

    const TOKEN: &str = "token = { env = \"TOKEN\" }";

    #[test]
    fn the_console_is_off_unless_its_section_is_there() {
        assert_eq!(read("").unwrap().console, None);
        let text = format!(
            "[console]\nlisten = \"127.0.0.1:8091\"\n{TOKEN}\nreadToken = {{ env = \"READ\" }}\nhosts = [\"Console.Example.com\"]"
        );
        let console = read(&text).unwrap().console.unwrap();
        assert_eq!(console.listen, "127.0.0.1:8091".parse().unwrap());
        assert!(console.token.matches(b"a token to look and act"));
        assert!(console.read_token.unwrap().matches(b"a token to look only"));
        assert_eq!(console.hosts[0].to_string(), "console.example.com");
    }

    #[test]
    fn a_console_without_a_long_token_of_its_own_does_not_start() {
        let wrong = |text: &str| read(&format!("[console]\n{text}")).unwrap_err();
        insta::assert_snapshot!(wrong(""), @r"
        console.listen: is missing
        console.token: is missing; set it to a secret of at least 16 characters
        ");
        insta::assert_snapshot!(wrong("listen = \"127.0.0.1:1\"\ntoken = { env = \"SHORT\" }"), @"console.token: is shorter than 16 characters");
        insta::assert_snapshot!(wrong("listen = \"127.0.0.1:1\"\ntoken = \"written out, and long\""), @r#"console.token: is written out; a secret is in the environment or a file: { env = "NAME" } or { file = "PATH" }"#);
        insta::assert_snapshot!(
            wrong(&format!("listen = \"127.0.0.1:1\"\n{TOKEN}\nreadToken = {{ env = \"TOKEN\" }}")), @"console.readToken: is the same as token, which also allows to act"
        );
    }

    #[test]
    fn the_console_has_an_address_of_its_own() {
        let text = format!("[console]\nlisten = \"127.0.0.1:8080\"\n{TOKEN}");
        insta::assert_snapshot!(read(&text).unwrap_err(), @"console.listen: is an address of [server]; the console has its own, so that a reverse proxy for webhooks does not expose it");
    }

    #[test]
    fn beyond_loopback_the_console_needs_the_names_that_it_is_asked_by() {
        let listen = |hosts: &str| {
            read(&format!(
                "[console]\nlisten = \"0.0.0.0:8091\"\n{TOKEN}\n{hosts}"
            ))
        };
        assert!(listen("hosts = [\"console.example.com\"]").is_ok());
        insta::assert_snapshot!(listen("").unwrap_err(), @"console.hosts: is missing, and `listen` is not a loopback address; list the names under which browsers reach the console, or listen on 127.0.0.1");
        assert_eq!(listen("").unwrap_err(), listen("hosts = []").unwrap_err());
        insta::assert_snapshot!(
            listen("hosts = [\"https://console.example.com\", \"console.example.com:80\"]").unwrap_err(),
            @r"
        console.hosts[0]: `https://console.example.com` is not the name of a host: write it without a scheme, port or path, such as sandbox.example
        console.hosts[1]: `console.example.com:80` is not the name of a host: write it without a scheme, port or path, such as sandbox.example
        "
        );
    }
}
