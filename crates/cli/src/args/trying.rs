use std::net::SocketAddr;

use crate::sandbox::{DEFAULT, Sandbox};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The adapter is named with --component and --manifest, or it is found: adapter.json \
with NAME.wasm beside it or in target/wasm32-wasip2/component, in this folder or \
where uip is installed. Its manifest says which properties there are.

Secrets are read from environment variables. Those of a sandbox are written to \
files in sandbox-secrets.")]
pub struct Init {
    /// Take every value from a running sandbox, so that `uip call`, `uip listen`
    /// and `uip serve` work at once [default: the one on port 8590]
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = DEFAULT)]
    pub sandbox: Option<Sandbox>,
    /// Overwrite files that exist
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, clap::Args)]
pub struct Listen {
    /// Only the webhook triggers of this adapter
    #[arg(value_name = "ADAPTER")]
    pub adapter: Option<String>,
    /// Where to listen; port 0 takes a free one
    #[arg(long = "listen", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub address: SocketAddr,
    /// Have a running sandbox send its notifications here, until this ends
    /// [default: the one on port 8590]
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = DEFAULT)]
    pub sandbox: Option<Sandbox>,
}
