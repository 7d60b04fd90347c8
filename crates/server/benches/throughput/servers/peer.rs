//! Public readers of notifications, each in the server that its users run it in.
//! They are installed below the target folder when they are not there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use uip_testkit::Process;

use super::{Counts, Server};
use crate::built;
use crate::notification::{PATH, SECRET};

/// The files of n8n's trigger, which are taken without the dependencies of the
/// other nodes in their package.
const N8N_NODES: &str = "n8n-nodes-base@2.41.2";

/// pywa, in `FastAPI`.
pub fn pywa() -> Result<Server, String> {
    let python = install_python()?;
    let mut command = Command::new(python);
    command.arg(built::package().join("peers/pywa/server.py"));
    start("(c) pywa in FastAPI on uvicorn", command)
}

/// Kapso's library, in Express.
pub fn kapso() -> Result<Server, String> {
    node("(d) kapso in Express", "kapso")
}

/// n8n as a whole. Its data are in a folder that must outlive it.
pub fn n8n_engine(folder: &Path) -> Result<Process, String> {
    let command = install_n8n()?;
    let mut node = Command::new("node");
    node.arg(built::package().join("peers/n8n/server.js"))
        .arg(command)
        .arg(folder)
        .env("APP_SECRET", SECRET);
    Process::start(&mut node)
}

/// The code of n8n's trigger, in Express, without the engine around it.
pub fn n8n() -> Result<Server, String> {
    node("(e) n8n's WhatsApp trigger in Express", "n8n")
}

fn node(name: &str, peer: &str) -> Result<Server, String> {
    let folder = install_node()?;
    let mut command = Command::new("node");
    command.arg(folder.join("server.js")).arg(peer);
    start(name, command)
}

fn start(name: &str, mut command: Command) -> Result<Server, String> {
    let (process, address) = super::start(command.arg(PATH).env("APP_SECRET", SECRET))?;
    Ok(Server {
        name: name.to_owned(),
        details: details(process.line()),
        counts: Counts::Handlers(format!("{}/counted", process.url())),
        address,
        process,
        folder: None,
    })
}

/// What a server says of itself after its address.
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

/// A Python with all that pywa needs, in a virtual environment.
fn install_python() -> Result<PathBuf, String> {
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

/// A folder with the server for Node and the packages that it loads. None of
/// their install scripts runs: what they build is not used here.
fn install_node() -> Result<PathBuf, String> {
    let folder = built::target().join("peers").join("node");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for file in ["package.json", "server.js"] {
        let source = built::package().join("peers/node").join(file);
        std::fs::copy(&source, folder.join(file))
            .map_err(|error| format!("{}: {error}", source.display()))?;
    }
    run(npm(&folder).args([
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--silent",
    ]))?;
    if !folder.join("package/dist/nodes/WhatsApp").exists() {
        let archive = folder.join("nodes.tgz");
        let packed = run(npm(&folder).args(["pack", "--silent", N8N_NODES]))?;
        let named = packed.lines().last().unwrap_or_default().trim();
        std::fs::rename(folder.join(named), &archive)
            .map_err(|error| format!("npm packed {named:?}: {error}"))?;
        let mut unpack = Command::new("tar");
        unpack.arg("-xzf").arg(&archive).arg("-C").arg(&folder);
        run(unpack.args([
            "package/package.json",
            "package/dist/utils",
            "package/dist/nodes/WhatsApp",
        ]))?;
    }
    Ok(folder)
}

/// n8n's command: the one that `N8N_COMMAND` names, or that of the engines' tests,
/// which is installed if it is not there. It takes 2.4 GB.
fn install_n8n() -> Result<PathBuf, String> {
    if let Some(command) = std::env::var_os("N8N_COMMAND") {
        return Ok(command.into());
    }
    let folder = built::target().join("engines").join("n8n");
    let command = folder.join("node_modules/.bin/n8n");
    if !command.exists() {
        let source = built::package().join("../../engines/n8n/package.json");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::copy(&source, folder.join("package.json")))
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        run(npm(&folder).env("SCARF_ANALYTICS", "false").args([
            "install",
            "--no-audit",
            "--no-fund",
            "--silent",
        ]))?;
    }
    Ok(command)
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder);
    npm
}

/// Runs a command to its end, and returns what it printed.
fn run(command: &mut Command) -> Result<String, String> {
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
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or("it does not say why");
    Err(format!("`{line}` failed: {last}"))
}
