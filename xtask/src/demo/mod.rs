//! `cargo xtask demo`: the adapter at work, against the sandbox.
//!
//! It runs the commands that a user would run, `uip-sandbox` and `uip`, shows
//! each line and its answer, and checks every answer: it ends well only if
//! everything was as it should be.

mod connection;
mod failing;
mod page;
mod receiving;
mod sandbox;
mod screen;
mod sending;
mod serving;
mod uip;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{build, cargo, say};
use sandbox::Sandbox;
use uip::Uip;

/// The customer. Made up, as everything here is.
const ADA: &str = "393331234567";
/// What `base64` makes of [`APP_SECRET`].
const APP_SECRET_BASE64: &str = "ZGVtby1hcHAtc2VjcmV0";
const APP_SECRET: &str = "demo-app-secret";
const TOKEN: &str = "demo-access-token-guards-nothing";
/// What the commands API asks for.
const COMMANDS_TOKEN: &str = "demo-commands-token";
/// How long one thing may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to show.
#[derive(clap::Args)]
pub struct Options {
    /// Start a sandbox, a server and a flow that answers, and play the customer in a browser
    #[arg(long)]
    page: bool,
}

/// A sandbox, a `uip` that is configured for it, and what happened so far.
struct Stage<'a> {
    sandbox: &'a Sandbox,
    uip: Uip<'a>,
    /// How many commands should have sent a request.
    sends: usize,
}

/// Builds everything and plays it, or lets a person play.
pub fn run(options: &Options) -> Result<()> {
    if options.page {
        return page::run();
    }
    let built = build::for_development()?;
    say::step("playing the demo");
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    let log = folder.path().join("sandbox.log");
    let sandbox = Sandbox::start(&built.sandbox, &sandbox::ARGUMENTS, TOKEN, APP_SECRET, &log)?;
    let played = play(&built, &sandbox, folder.path());
    if played.is_err() {
        let log = std::fs::read_to_string(&log).unwrap_or_default();
        eprint!("What the sandbox saw:\n{log}");
    }
    played
}

fn play(built: &build::Built, sandbox: &Sandbox, folder: &Path) -> Result<()> {
    let mut stage = Stage {
        sandbox,
        uip: Uip::new(&built.uip, folder),
        sends: 0,
    };
    stage.configure(built)?;
    stage.send()?;
    stage.receive()?;
    stage.fail()?;
    stage.serve(built)?;
    stage.end()
}

impl Stage<'_> {
    fn configure(&self, built: &build::Built) -> Result<()> {
        screen::scene("1. A sandbox in WhatsApp's place, and the adapter configured for it");
        screen::command(&Sandbox::line());
        screen::remark(&format!("    ready on {}", self.sandbox.address()));
        let configuration = format!(
            "[adapters.whatsapp]\n\
             component = {:?}\n\
             manifest = {:?}\n\
             \n\
             [adapters.whatsapp.properties]\n\
             authenticationToken = {TOKEN:?}\n\
             apiVersion = \"v25.0\"\n\
             phoneNumberId = {:?}\n\
             appSecret = {APP_SECRET_BASE64:?}\n\
             apiBaseUrl = {:?}\n",
            built.component.display().to_string(),
            cargo::root().join("adapter.json").display().to_string(),
            self.sandbox.phone_number_id(),
            self.sandbox.address(),
        );
        self.uip.write("uip.toml", configuration.as_bytes())?;
        screen::command("cat uip.toml");
        screen::text(&configuration);
        self.uip.check()
    }

    /// Every command sent one request, and none twice.
    fn end(&self) -> Result<()> {
        screen::scene("Done");
        let seen = self.sandbox.sends()?;
        screen::remark(&format!(
            "{} commands called WhatsApp, and it saw {seen} requests: none was repeated.",
            self.sends
        ));
        if seen != self.sends {
            bail!(
                "the sandbox saw {seen} requests for {} commands",
                self.sends
            );
        }
        screen::remark("Everything was as it should be.");
        Ok(())
    }
}

/// Fails unless `value` has `wanted` at `path`.
fn expect(value: &Value, path: &str, wanted: impl Into<Value>) -> Result<()> {
    let wanted = wanted.into();
    match screen::at(value, path) {
        Some(found) if *found == wanted => Ok(()),
        Some(found) => bail!("{path} should be {wanted}, but is {found}"),
        None => bail!("{path} should be {wanted}, but is absent"),
    }
}

/// The text at `path`.
fn text<'a>(value: &'a Value, path: &str) -> Result<&'a str> {
    screen::at(value, path)
        .and_then(Value::as_str)
        .with_context(|| format!("{path} should be a text, but is absent"))
}
