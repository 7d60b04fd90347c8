//! pywa, a public client of WhatsApp's Cloud API, in its usual server.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Counts, Server, built};
use crate::notification::{PATH, SECRET};

/// Starts it. It is installed below the target folder when it is not there.
pub fn start() -> Result<Server, String> {
    let python = install()?;
    let script = built::package().join("peers/pywa/server.py");
    let (process, address) = super::start(
        Command::new(python)
            .arg(script)
            .arg(PATH)
            .env("APP_SECRET", SECRET),
    )?;
    Ok(Server {
        name: "(c) pywa in FastAPI on uvicorn".to_owned(),
        details: details(process.line()),
        counts: Counts::Handlers(format!("{}/counted", process.url())),
        address,
        process,
        folder: None,
    })
}

/// What it says of itself after its address.
fn details(line: &str) -> String {
    let said = line.split_once(';').map_or("", |(_, said)| said);
    said.trim().to_owned()
}

/// How many events its handlers were given.
pub async fn counted(url: &str) -> Option<u64> {
    let text = reqwest::get(url).await.ok()?.text().await.ok()?;
    let counted: Value = serde_json::from_str(&text).ok()?;
    Some(counted["messages"].as_u64()? + counted["statuses"].as_u64()?)
}

/// A Python with all that it needs, in a virtual environment.
fn install() -> Result<PathBuf, String> {
    let environment = built::target().join("peers").join("pywa");
    let python = environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if !python.exists() {
        let base = if cfg!(windows) { "python" } else { "python3" };
        let mut make = Command::new(base);
        run(make.args(["-m", "venv"]).arg(&environment))?;
    }
    let requirements = built::package().join("peers/pywa/requirements.txt");
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "--quiet", "--disable-pip-version-check"])
        .args(["install", "--requirement"])
        .arg(requirements);
    run(&mut pip)?;
    Ok(python)
}

/// Runs a command that says nothing when it goes well.
fn run(command: &mut Command) -> Result<(), String> {
    let line = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ");
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{line}` could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or("it does not say why");
    Err(format!("`{line}` failed: {last}"))
}
