//! The brokers that some tests deliver events to. Those tests are ignored unless
//! they are asked for, since they need a program that not every machine has.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::{cargo, say};

/// A broker, and the tests that need it.
struct Broker {
    /// The program, which is also the name of Debian's package.
    name: &'static str,
    /// The tests, as nextest names them.
    filter: &'static str,
    /// The same, for cargo's own runner: a test binary and what it is told.
    tests: &'static [(&'static str, &'static str)],
}

const BROKERS: [Broker; 2] = [
    Broker {
        name: "nats-server",
        filter: "(binary(installed_brokers) & test(/^nats::/)) | (binary(kill) & test(=nodes))",
        tests: &[("installed_brokers", "nats::"), ("kill", "nodes")],
    },
    Broker {
        name: "rabbitmq-server",
        filter: "binary(installed_brokers) & test(/^rabbitmq::/)",
        tests: &[("installed_brokers", "rabbitmq::")],
    },
];

/// Which of the brokers are here.
pub struct Found {
    here: Vec<&'static Broker>,
    absent: Vec<&'static Broker>,
}

/// Looks for the brokers, installs those that are not here where that can be done
/// without asking anybody, and names those whose tests cannot be run.
pub fn find() -> Found {
    let (here, absent): (Vec<_>, Vec<_>) = BROKERS
        .iter()
        .partition(|broker| is_installed(broker.name) || install(broker.name));
    let found = Found { here, absent };
    for line in found.not_run() {
        say::note(&line);
    }
    found
}

impl Found {
    /// What the tests are called that are not run, and why.
    fn not_run(&self) -> Vec<String> {
        let line = |broker: &&Broker| {
            let name = broker.name;
            format!(
                "not run: what needs {name}: it is not installed; on Debian: apt-get install {name}"
            )
        };
        self.absent.iter().map(line).collect()
    }

    /// What nextest is told: to run all tests but those whose broker is absent.
    pub fn for_nextest(&self) -> Vec<String> {
        let mut arguments = vec!["--run-ignored".to_owned(), "all".to_owned()];
        if !self.absent.is_empty() {
            let filters: Vec<&str> = self.absent.iter().map(|broker| broker.filter).collect();
            arguments.push("-E".to_owned());
            arguments.push(format!("not ({})", filters.join(" | ")));
        }
        arguments
    }

    /// What cargo is told, once for each test binary, in addition to its run of
    /// all other tests.
    pub fn for_cargo(&self) -> Vec<Vec<&'static str>> {
        let tests = self.here.iter().flat_map(|broker| broker.tests);
        tests
            .map(|(binary, tests)| {
                vec![
                    "test",
                    "-p",
                    "uip-server",
                    "--test",
                    binary,
                    "--",
                    "--ignored",
                    tests,
                ]
            })
            .collect()
    }
}

fn is_installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Where Debian has programs for administrators, also if PATH does not.
    let folders = std::env::split_paths(&path).chain([Path::new("/usr/sbin").to_owned()]);
    folders
        .into_iter()
        .any(|folder| folder.join(name).is_file())
}

/// Installs a package of Debian, if this is Debian and nobody has to be asked for a
/// password. Tells whether it is here then.
fn install(name: &str) -> bool {
    if !is_installed("apt-get") || !is_administrator() {
        return false;
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(arguments)
            // A service of this machine is not what the tests are for.
            .env("RUNLEVEL", "1")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        say::step(&cargo::line(&command));
        command.status().is_ok_and(|status| status.success())
    };
    let installed = ["install", "-y", "--no-install-recommends", name];
    // A machine that is new has no lists of packages.
    (apt(&installed) || (apt(&["update"]) && apt(&installed))) && is_installed(name)
}

fn is_administrator() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::{BROKERS, Found, is_installed};

    fn found(here: &[usize], absent: &[usize]) -> Found {
        let of = |places: &[usize]| places.iter().map(|place| &BROKERS[*place]).collect();
        Found {
            here: of(here),
            absent: of(absent),
        }
    }

    #[test]
    fn all_tests_run_where_every_broker_is_installed() {
        let found = found(&[0, 1], &[]);
        assert_eq!(found.not_run(), Vec::<String>::new());
        assert_eq!(found.for_nextest(), ["--run-ignored", "all"]);
        assert_eq!(found.for_cargo().len(), 3);
    }

    #[test]
    fn tests_whose_broker_is_absent_are_left_out_and_named() {
        let found = found(&[1], &[0]);
        let lines = found.not_run();
        assert!(
            lines[0].starts_with("not run: what needs nats-server"),
            "{lines:?}"
        );
        let arguments = found.for_nextest();
        assert!(arguments[3].contains("nats::") && !arguments[3].contains("rabbitmq"));
        assert_eq!(found.for_cargo().len(), 1);
    }

    #[test]
    fn a_program_that_nobody_has_is_not_installed() {
        assert!(is_installed("sh"));
        assert!(!is_installed("no-such-broker"));
    }
}
