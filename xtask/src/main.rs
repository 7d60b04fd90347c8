//! Every chore of the project: `cargo xtask build`, `compose`, `test`, `browser`, `engines`,
//! `demo`, `picture`, `manifest`, `new-adapter`, `bench`, `soak`.
//!
//! Each says on standard error what it does while it does it, and needs no
//! more than Rust: what is missing it adds, or names in one line.

mod again;
mod bench;
mod brokers;
mod browser;
mod build;
mod cargo;
mod compose;
mod demo;
mod engines;
mod manifest;
mod names;
mod new_adapter;
mod picture;
mod remap;
mod say;
mod soak;
mod target;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every chore of the project.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    after_help = "Each says what it does, on standard error. All they need is Rust: what is missing \
                  they add, or name in one line.\n\nFirst time here? cargo xtask demo"
)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Show the adapter at work against a sandbox, on this machine alone
    Demo(demo::Options),
    /// Draw scenes of the demo: cargo xtask demo | cargo xtask picture 2 5 > docs/demo.svg
    Picture(picture::Options),
    /// Run every test
    Test,
    /// Run the tests of the built-in pages in a browser
    Browser(browser::Options),
    /// Build the components, `uip` and `uip-sandbox` into the release folders
    Build,
    /// Compose the adapter with what makes it fit into other engines
    Compose(compose::Options),
    /// Run the tests of other engines: Node, Python, wasmtime, Obelisk, n8n
    Engines(engines::Options),
    /// Make adapter.json from wit/ and designer.toml, and the pages that repeat it
    Manifest,
    /// Lay out a new adapter, which builds and passes its tests: see docs/writing-an-adapter.md
    NewAdapter(new_adapter::Options),
    /// Measure host and server against native code and public peers, in one run
    Bench(bench::Options),
    /// Kill server, receiver and brokers under load, and look whether every event arrives
    Soak(soak::Options),
}

fn main() -> ExitCode {
    let success = |()| ExitCode::SUCCESS;
    let done = match Arguments::parse().chore {
        Chore::Build => build::run().map(success),
        Chore::Compose(options) => compose::run(&options).map(success),
        Chore::Browser(options) => browser::run(&options),
        Chore::Engines(options) => engines::run(&options).map(success),
        Chore::Test => test::run().map(success),
        Chore::Demo(options) => demo::run(&options).map(success),
        Chore::Manifest => manifest::run().map(success),
        Chore::NewAdapter(options) => new_adapter::run(&options).map(success),
        Chore::Picture(options) => picture::run(&options).map(success),
        Chore::Bench(options) => bench::run(&options).map(success),
        Chore::Soak(options) => soak::run(&options).map(success),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            say::problem(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
