//! `cargo xtask soak`: whether every acknowledged event arrives while the server, its
//! receiver and its brokers are killed again and again.

use anyhow::Result;

use crate::{brokers, build, cargo};

/// How long, how much, and what fails when.
#[derive(clap::Args)]
pub struct Options {
    /// How long notifications are sent
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    minutes: u32,
    /// How many notifications are sent in a second
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
    /// What decides what fails when
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Builds the server as it is released, and runs it in failing surroundings.
pub fn run(options: &Options) -> Result<()> {
    // Those that are absent are named, and left out.
    brokers::find();
    let built = build::all()?;
    let mut soak = cargo::command();
    soak.args(["bench", "-p", "uip-server", "--bench", "soak", "--"])
        .args(["--minutes", &options.minutes.to_string()])
        .args(["--rate", &options.rate.to_string()])
        .args(["--seed", &options.seed.to_string()])
        .env("UIP_COMMAND", &built.uip)
        .env("WHATSAPP_COMPONENT", &built.component);
    cargo::run(&mut soak)
}
