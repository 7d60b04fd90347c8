mod operate;
mod trying;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

pub use operate::{EventState, Events, Notifications, Triggers, WhichEvents};
pub use trying::{Init, Listen};

/// Shows, checks, calls and serves UIP adapters that are WASI components.
#[derive(Debug, Parser)]
#[command(name = "uip", version, disable_help_subcommand = true)]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub verb: Verb,
}

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
pub struct Common {
    /// Configuration file [default: uip.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Use this component, without a configuration file
    #[arg(long, global = true, value_name = "FILE", requires = "manifest")]
    pub component: Option<PathBuf>,
    /// Use this manifest, without a configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Directory for compiled components [default: in the user's cache directory]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "UIP_CACHE_DIR",
        hide_env_values = true
    )]
    pub cache_dir: Option<PathBuf>,
    /// Log to standard error, without secrets and message texts; repeat (-vv) to
    /// include the component's output, which can contain message texts
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Format of the logs
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        env = "UIP_LOG_FORMAT",
        hide_env_values = true,
        default_value_t = LogFormat::Text
    )]
    pub log_format: LogFormat,
}

/// Format of a line in a log.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object per line, for log collectors
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Write a complete uip.toml, for a real service or for a running sandbox
    Init(Init),
    /// Show an adapter's properties, commands, events and release history; or one
    /// command's fields, example and response; or one event's properties
    Describe(Describe),
    /// Check the configuration, the manifest, the component and the triggers, and
    /// that they match
    Check(Check),
    /// Call a command and print its response as one line of JSON
    Call(Call),
    /// Receive notifications over HTTP on loopback and print their events as JSON
    /// lines; nothing is stored
    ///
    /// For trying things out: it answers the subscription check and checks
    /// signatures as `uip serve` does, from the webhook triggers of uip.toml, but
    /// has no inbox. A printed event is not kept. Everything but events goes to
    /// standard error.
    Listen(Listen),
    /// Receive notifications over HTTP, store them on disk, deliver their events
    ///
    /// Prints one line with its address when it is ready. SIGTERM and SIGINT
    /// stop it; unfinished work resumes at the next start. SIGHUP reloads the
    /// configuration and the secrets; if they contain mistakes, it logs them and
    /// keeps the old configuration. Logs go to standard error; `RUST_LOG` sets
    /// their level, `info` by default.
    Serve,
    /// Show the events that `uip serve` stores, and deliver them again or drop
    /// them
    ///
    /// Exit code: 0 done, also if nothing had to be changed; 1 not done, with the
    /// reason on standard error; 2 wrong arguments, or no such event or name.
    #[command(subcommand)]
    Events(Events),
    /// Show the notifications that `uip serve` stores, and process them again
    #[command(subcommand)]
    Notifications(Notifications),
    /// Show, pause and resume the event triggers of `uip serve`
    #[command(subcommand)]
    Triggers(Triggers),
}

impl Verb {
    /// Whether standard error is a log: that of a server.
    pub fn logs(&self) -> bool {
        matches!(self, Self::Serve | Self::Listen(_))
    }
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "uip describe [OPTIONS] [ADAPTER] [COMMAND|EVENT]")]
pub struct Describe {
    /// An adapter, one of its commands or events, or both; the adapter's name is
    /// optional if only one is configured
    #[arg(value_name = "ADAPTER] [COMMAND|EVENT", num_args = 0..=2)]
    pub names: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
    /// The manifest itself, or the part of it that describes the command or event
    Json,
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Set a property, overriding the configuration
    #[arg(long = "property", value_name = "NAME=VALUE", value_parser = pair)]
    pub properties: Vec<(String, String)>,
}

#[derive(Debug, clap::Args)]
#[command(
    disable_help_flag = true,
    override_usage = "uip call [OPTIONS] [ADAPTER.]COMMAND",
    after_help = "\
`uip describe` shows the adapter's commands. `uip describe COMMAND` or \
`uip call COMMAND --help` shows a command's fields.

The VALUE of --set or --property is used literally. @FILE reads it from a file, \
@- reads it from standard input, and @@x is a value that begins with @. A \
property from a file loses the line break at its end; a request's field does \
not. A byte order mark at the start of text is removed. For a field in base64, \
@FILE uses the bytes of the file; any other value is base64.

  uip call uploadMedia --set content=@menu.pdf --set mimeType=application/pdf
  uip call downloadMedia --set mediaId=ID | jq -r .content | base64 -d > menu.pdf

Exit code: 0 the command succeeded, 1 it failed, 2 it was not run because of \
the arguments or the configuration."
)]
pub struct Call {
    /// The command; prefix it with the adapter's name if several are configured
    #[arg(value_name = "[ADAPTER.]COMMAND", required_unless_present = "help")]
    pub target: Option<String>,
    /// Show this help; with a command, show its request and response fields
    #[arg(short, long)]
    pub help: bool,
    /// Set a field of the request; arrays and objects are JSON text
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// Read the request from a file, or - for standard input; --set overrides it
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Append each event to a file as a line of JSON; with -, print the events
    /// before the response. Without this option, events are discarded, and standard
    /// error shows how many
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
    /// Print the request that would be sent, without secrets, and send nothing;
    /// if the command would send no request, print the response
    #[arg(long, conflicts_with = "events")]
    pub dry_run: bool,
    /// Set a property, overriding the configuration
    #[arg(long = "property", value_name = "NAME=VALUE", value_parser = pair)]
    pub properties: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some(("", _)) | None => Err("expected NAME=VALUE"),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
    }
}
