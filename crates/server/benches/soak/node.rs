//! A `uip serve` with an inbox of its own, as an operator starts it.

use std::fs::{File, OpenOptions};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use uip_testkit::configuration::{ACCESS_TOKEN, APP_SECRET};
use uip_testkit::{Configuration, Process};

use crate::broker_triggers::{EVENTS, PASSWORD_VARIABLE, to_nats, to_rabbitmq};
use crate::brokers::PASSWORD;
use crate::built;
use crate::support::sender::SECRET_BASE64;

/// Where nodes deliver.
pub struct Receivers {
    pub http: String,
    pub nats: Option<String>,
    pub rabbitmq: Option<String>,
}

pub struct Node {
    folder: PathBuf,
    process: Option<Process>,
    uip: PathBuf,
    component: PathBuf,
}

impl Node {
    /// Starts one with an empty inbox.
    pub fn start(folder: PathBuf, receivers: &Receivers) -> Result<Self, String> {
        let component = built::component()?;
        let deliver = EVENTS.map(|event| (event, receivers.http.as_str()));
        let http = Configuration {
            component: &component,
            manifest: &built::manifest(),
            phone_number_id: "106540352242922",
            api_base_url: None,
            commands: false,
            deliver: &deliver,
        };
        let nats = receivers.nats.as_deref().map(to_nats);
        let rabbitmq = receivers.rabbitmq.as_deref().map(to_rabbitmq);
        let settings: String = [Some(http.to_toml()), nats, rabbitmq]
            .into_iter()
            .flatten()
            .collect();
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(folder.join("uip.toml"), settings))
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut node = Self {
            folder,
            process: None,
            uip: built::uip()?,
            component,
        };
        node.restart()?;
        Ok(node)
    }

    /// Ends it with SIGKILL.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts it again on what it stored.
    pub fn restart(&mut self) -> Result<(), String> {
        let log = self.log().map_err(|error| error.to_string())?;
        let process = Process::start(
            Command::new(&self.uip)
                .arg("--config")
                .arg(self.folder.join("uip.toml"))
                .arg("serve")
                .stderr(log)
                .env("RUST_LOG", "warn")
                .env("UIP_CACHE_DIR", self.component.with_file_name("compiled"))
                .env(ACCESS_TOKEN, "a-token-that-is-never-sent")
                .env(APP_SECRET, SECRET_BASE64)
                .env(PASSWORD_VARIABLE, PASSWORD),
        )?;
        self.process = Some(process);
        Ok(())
    }

    fn log(&self) -> std::io::Result<File> {
        let path = self.folder.join("log");
        OpenOptions::new().create(true).append(true).open(path)
    }

    /// Where it listens.
    pub fn address(&self) -> Result<SocketAddr, String> {
        let process = self.process.as_ref().ok_or("a node does not run")?;
        let address = process.address().parse();
        address.map_err(|_| format!("{}: no address", process.line()))
    }

    /// Its resident set, in bytes; none if it does not run now.
    pub fn memory(&self) -> Option<u64> {
        self.process.as_ref()?.size("VmRSS")
    }

    /// The size of its inbox with all files that belong to it, in bytes.
    pub fn stored(&self) -> u64 {
        size_of_inbox(&self.folder)
    }
}

fn size_of_inbox(folder: &Path) -> u64 {
    let files = folder.read_dir().into_iter().flatten().flatten();
    files
        .filter(|file| file.file_name().to_string_lossy().contains("inbox"))
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum()
}

/// How many deliveries wait at a node.
pub async fn pending(address: SocketAddr) -> Option<u64> {
    let metrics = reqwest::get(format!("http://{address}/metrics"))
        .await
        .ok()?;
    let text = metrics.text().await.ok()?;
    let lines = text.lines();
    let values = lines
        .filter(|line| line.starts_with("uip_deliveries_pending{"))
        .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok());
    Some(values.sum())
}
