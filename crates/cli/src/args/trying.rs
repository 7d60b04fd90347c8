use std::net::SocketAddr;

use crate::sandbox::{DEFAULT, Sandbox};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without --component and --manifest, uip searches for the adapter in this folder \
and where it is installed: adapter.json, with NAME.wasm next to it or in \
target/wasm32-wasip2/component. The properties come from its manifest.

uip.toml reads secrets from environment variables. With --sandbox, it reads them \
from files in the folder sandbox-secrets.")]
pub struct Init {
    /// Take every value from a running sandbox, so that `uip call` and
    /// `uip listen --sandbox` work immediately [default: the one on port 8590]
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
