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

/// What every command takes.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// Configuration file [default: uip.toml]
    #[arg(long, global = true, value_name = "FILE", conflicts_with_all = ["component", "manifest"])]
    pub config: Option<PathBuf>,
    /// Use this component, without a configuration file
    #[arg(long, global = true, value_name = "FILE", requires = "manifest")]
    pub component: Option<PathBuf>,
    /// Use this manifest, without a configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Where compiled components are kept [default: in the user's cache directory]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "UIP_CACHE_DIR",
        hide_env_values = true
    )]
    pub cache_dir: Option<PathBuf>,
    /// Log on standard error what happens, without secrets and message texts;
    /// twice: also what the component prints, which can hold message texts
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// How logs are written
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

/// How a line of a log is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// Each line one JSON object, for programs that collect logs
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Write a complete uip.toml, for a real service or for a running sandbox
    Init(Init),
    /// Show an adapter's page: properties, commands, events, release history;
    /// or one command's fields, example and answer; or one event's properties
    Describe(Describe),
    /// Check configuration, manifest and component, and that they and the
    /// triggers fit
    Check(Check),
    /// Call a command; print its response as one line of JSON
    Call(Call),
    /// Take notifications over HTTP on loopback and print their events as JSON
    /// lines; nothing is kept
    ///
    /// For trying things out: it answers the subscription check and checks
    /// signatures as `uip serve` does, from the webhook triggers of uip.toml, but
    /// has no inbox. An event that was printed is gone. Everything but events goes
    /// to standard error.
    Listen(Listen),
    /// Take notifications over HTTP, keep them on disk, deliver their events
    ///
    /// Prints one line with its address when it is ready. SIGTERM and SIGINT
    /// stop it: what is not finished then goes on at the next start. SIGHUP makes
    /// it read its configuration and secrets again; mistakes in them are logged,
    /// and then it goes on as before. Logs go to
    /// standard error; `RUST_LOG` says how much, `info` by default.
    Serve,
    /// Look at the events that `uip serve` keeps, and send them again or drop
    /// them
    ///
    /// Exit code: 0 it was done, 1 nothing was changed, and why is said, 2 there
    /// is no such event, name or file.
    #[command(subcommand)]
    Events(Events),
    /// Look at the notifications that `uip serve` keeps, and process them again
    #[command(subcommand)]
    Notifications(Notifications),
    /// Look at the event triggers of `uip serve`, pause and resume them
    #[command(subcommand)]
    Triggers(Triggers),
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "uip describe [OPTIONS] [ADAPTER] [COMMAND|EVENT]")]
pub struct Describe {
    /// An adapter, one of its commands or events, or both, for that alone; an
    /// adapter need not be named when there is only one
    #[arg(value_name = "ADAPTER] [COMMAND|EVENT", num_args = 0..=2)]
    pub names: Vec<String>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
    /// The manifest itself, or its part about the command or event
    Json,
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Give a property its value, in place of the configuration's
    #[arg(long = "property", value_name = "NAME=VALUE", value_parser = pair)]
    pub properties: Vec<(String, String)>,
}

#[derive(Debug, clap::Args)]
#[command(
    disable_help_flag = true,
    override_usage = "uip call [OPTIONS] [ADAPTER.]COMMAND",
    after_help = "\
`uip describe` shows the adapter's commands, `uip describe COMMAND` or \
`uip call COMMAND --help` the fields of one.

A VALUE of --set or --property is taken as it stands. @FILE stands for the \
content of a file, @- for standard input, and @@x for a value that begins \
with @. A property from a file loses the line break at its end; a request's \
field does not. Text loses a byte order mark at its start. For a field of bytes a file stands for its bytes as they are, \
and other text is base64.

  uip call uploadMedia --set content=@menu.pdf --set mimeType=application/pdf
  uip call downloadMedia --set mediaId=ID | jq -r .content | base64 -d > menu.pdf

Exit code: 0 the command succeeded, 1 it failed, 2 it was not run, because of \
the arguments or the configuration."
)]
pub struct Call {
    /// The command, after the adapter's name when there are several
    #[arg(value_name = "[ADAPTER.]COMMAND", required_unless_present = "help")]
    pub target: Option<String>,
    /// Show this help; with a command, what that command takes and answers
    #[arg(short, long)]
    pub help: bool,
    /// Set a field of the request; arrays and objects are JSON text
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// Read the request from a file, or - for standard input; --set goes on top
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Append each event to a file as a line of JSON; with -, print them before
    /// the response. Without it they are counted on standard error
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
    /// Print the request that would leave, without secrets, and send nothing;
    /// if none would leave, print the response
    #[arg(long, conflicts_with = "events")]
    pub dry_run: bool,
    /// Give a property its value, in place of the configuration's
    #[arg(long = "property", value_name = "NAME=VALUE", value_parser = pair)]
    pub properties: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some(("", _)) | None => Err("expected NAME=VALUE"),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
    }
}
