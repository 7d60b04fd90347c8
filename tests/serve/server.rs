use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use tempfile::TempDir;
use uip_sandbox::Sandbox;
use uip_testkit::configuration::{ACCESS_TOKEN, APP_SECRET, COMMANDS_TOKEN};
use uip_testkit::{Configuration, Process, component, uip, workspace};

/// What the commands API asks for.
pub const TOKEN: &str = "a token of the test alone";

/// A folder with a `uip.toml`, and the secrets that it needs.
pub struct Site {
    folder: TempDir,
    secrets: Vec<(&'static str, String)>,
}

impl Site {
    /// One adapter that talks to the sandbox, one webhook trigger, and two
    /// event triggers that deliver to `receiver`.
    pub fn new(sandbox: &Sandbox, receiver: &str) -> Self {
        let folder = tempfile::tempdir().expect("room for temporary files");
        let url = sandbox.base_url();
        let text = Configuration {
            component: component(),
            manifest: &workspace().join("adapter.json"),
            phone_number_id: sandbox.phone_number_id(),
            api_base_url: Some(&url),
            commands: true,
            deliver: &[("customer_message", receiver), ("status_changed", receiver)],
        }
        .to_toml();
        let site = Self {
            folder,
            secrets: vec![
                (ACCESS_TOKEN, sandbox.token().to_owned()),
                (COMMANDS_TOKEN, TOKEN.to_owned()),
                (APP_SECRET, BASE64_STANDARD.encode(sandbox.app_secret())),
            ],
        };
        site.write(&text);
        site
    }

    /// Replaces a part of the configuration.
    pub fn change(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.file()).expect("the configuration");
        assert!(text.contains(from), "{from}");
        self.write(&text.replace(from, to));
    }

    /// Gives the adapter's property this value.
    pub fn set_property(&self, name: &str, value: &str) {
        let text = std::fs::read_to_string(self.file()).expect("the configuration");
        let section = "[adapters.whatsapp.properties]\n";
        let (before, after) = text.split_once(section).expect("the section");
        let is_other = |line: &&str| !line.starts_with(&format!("{name} ="));
        let after: Vec<&str> = after.lines().filter(is_other).collect();
        let after = after.join("\n");
        self.write(&format!("{before}{section}{name} = {value:?}\n{after}\n"));
    }

    /// Adds to the configuration.
    pub fn append(&self, more: &str) {
        let text = std::fs::read_to_string(self.file()).expect("the configuration");
        self.write(&format!("{text}\n{more}"));
    }

    /// Writes a secret to a file in the folder, as `echo` does.
    pub fn secret(&self, file: &str, text: &str) {
        let file = self.folder.path().join(file);
        std::fs::write(file, format!("{text}\n")).expect("room for temporary files");
    }

    fn write(&self, text: &str) {
        std::fs::write(self.file(), text).expect("room for temporary files");
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("uip.toml")
    }

    /// `uip`, with this configuration and without secrets.
    fn uip(&self) -> Command {
        self.uip_within(&[])
    }

    /// The same, started by a program that runs what follows its arguments in
    /// its own place.
    fn uip_within(&self, within: &[&str]) -> Command {
        let mut command = match within {
            [] => Command::new(uip()),
            [program, arguments @ ..] => {
                let mut command = Command::new(program);
                command.args(arguments).arg(uip());
                command
            }
        };
        command
            .arg("--config")
            .arg(self.file())
            .env("UIP_CACHE_DIR", component().with_file_name("compiled"))
            .env_remove("RUST_LOG");
        command
    }

    /// Starts a server and waits until it says that it is ready.
    pub fn serve(&self) -> Server {
        self.start(&[], &[]).ready()
    }

    /// As [`Site::serve`], with this `RUST_LOG`.
    pub fn serve_logging(&self, level: &str) -> Server {
        self.start(&[], &[("RUST_LOG", level)]).ready()
    }

    /// As [`Site::serve`], within a program that takes its arguments.
    pub fn serve_within(&self, within: &[&str]) -> Server {
        self.start(within, &[]).ready()
    }

    /// Starts a server, and does not wait for it.
    pub fn start(&self, within: &[&str], environment: &[(&str, &str)]) -> Starting {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("room for temporary files");
        let mut command = self.uip_within(within);
        command
            .arg("serve")
            .envs(environment.iter().copied())
            .envs(self.secrets.iter().cloned())
            .stderr(log);
        Starting {
            process: Process::spawn(&mut command).expect("uip can be started"),
            log: self.log(),
        }
    }

    /// A server that does not start: its exit code and what it says.
    pub fn serve_in_vain(&self, with_secrets: bool) -> (Option<i32>, String) {
        let mut command = self.uip();
        command.arg("serve");
        if with_secrets {
            command.envs(self.secrets.iter().cloned());
        }
        let output = command.output().expect("uip can be started");
        assert!(output.stdout.is_empty(), "{output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    }

    /// Writes the configuration again.
    pub fn replace(&self, text: &str) {
        self.write(text);
    }

    /// `uip check`, with the server's secrets.
    pub fn check(&self) -> Output {
        let mut command = self.uip();
        command.arg("check").envs(self.secrets.iter().cloned());
        command.output().expect("uip can be started")
    }

    /// `uip`, as an operator calls it: without the server's secrets.
    pub fn operate(&self, arguments: &[&str]) -> Output {
        self.uip()
            .args(arguments)
            .output()
            .expect("uip can be started")
    }

    /// What `uip … --json` says.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.operate(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// What servers logged.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// `uip serve` that may not be ready yet, until this is dropped.
pub struct Starting {
    process: Process,
    log: PathBuf,
}

impl Starting {
    /// Sends SIGHUP as soon as the process handles that, which is before it is
    /// ready.
    pub fn hang_up(&self) {
        let status = format!("/proc/{}/status", self.process.id());
        let handles_it = || {
            let status = std::fs::read_to_string(&status).expect("it runs");
            let caught = status
                .lines()
                .find_map(|line| line.strip_prefix("SigCgt:"))
                .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
            caught.expect("a mask of signals") & 1 == 1
        };
        let start = std::time::Instant::now();
        while !handles_it() {
            assert!(start.elapsed().as_secs() < 30, "it does not handle SIGHUP");
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        signal(self.process.id(), "HUP");
    }

    /// Waits until it says that it is ready.
    pub fn ready(self) -> Server {
        let process = self.process.ready().unwrap_or_else(|problem| {
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            panic!("{problem}\n{log}")
        });
        Server {
            line: process.line().to_owned(),
            address: process.address().to_owned(),
            process,
        }
    }
}

/// `uip serve`, until this is dropped.
pub struct Server {
    process: Process,
    /// What it said when it was ready.
    pub line: String,
    /// Where it listens.
    pub address: String,
}

impl Server {
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What Meta is given.
    pub fn callback(&self) -> String {
        self.url("/wfe/api/advancedwebhook/whatsapp")
    }

    pub async fn get(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(self.url(path)).await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.text().await.expect("text"))
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Sends its process a signal.
    pub fn signal(&self, name: &str) {
        signal(self.id(), name);
    }

    /// Asks it to read its configuration again.
    pub fn hang_up(&self) {
        self.signal("HUP");
    }

    /// Asks it to stop, and waits until it has.
    pub fn terminate(self) -> ExitStatus {
        self.signal("TERM");
        self.process.wait().expect("its exit status")
    }
}

fn signal(id: u32, name: &str) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), id.to_string()])
        .status();
    assert!(sent.is_ok_and(|status| status.success()));
}
