use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use uip_contract::{Mistakes, enumeration, suggestion_of};

use crate::args::Args;
use crate::{log, output};

/// Why a command was not run, or did not end well.
pub enum Failure {
    /// What to say, each in one line.
    Usage(Vec<String>),
    /// What clap has to show: help, the version.
    Shown(clap::Error),
    /// What is shown in its place.
    Help(String),
    /// Nothing is wrong with how the command was called and configured, and this
    /// kept it from its end.
    NotDone(String),
    /// The command ran, and this happened afterwards.
    Afterwards(String),
}

impl Failure {
    pub fn usage(problem: impl Into<String>) -> Self {
        Self::Usage(vec![problem.into()])
    }

    /// The mistakes, each after the same words.
    pub fn all(before: &str, mistakes: &Mistakes) -> Self {
        Self::Usage(
            mistakes
                .iter()
                .map(|mistake| format!("{before}{mistake}"))
                .collect(),
        )
    }

    /// The help of this subcommand, which nobody called wrongly.
    pub fn help_of(verb: &str) -> Self {
        let mut uip = Args::command();
        uip.build();
        let help = uip
            .find_subcommand_mut(verb)
            .map(clap::Command::render_long_help);
        Self::Help(help.map(|help| help.to_string()).unwrap_or_default())
    }

    /// These mistakes too.
    pub fn and(self, more: &Mistakes) -> Self {
        match self {
            Self::Usage(mut lines) => {
                lines.extend(more.iter().map(ToString::to_string));
                Self::Usage(lines)
            }
            shown => shown,
        }
    }

    /// With the words that a repeat is safe, after the last line.
    pub fn and_nothing_was_sent(self) -> Self {
        match self {
            Self::Usage(mut lines) => {
                if let Some(last) = lines.last_mut() {
                    last.push_str(" (nothing was sent)");
                }
                Self::Usage(lines)
            }
            shown => shown,
        }
    }

    /// With the words that the inbox is as it was, unless they are there.
    pub fn and_nothing_was_changed(self) -> Self {
        let with_words = |mut line: String| {
            if !line.contains("nothing was changed") {
                line.push_str(" (nothing was changed)");
            }
            line
        };
        match self {
            Self::Usage(mut lines) => {
                let last = lines.pop().map(with_words);
                lines.extend(last);
                Self::Usage(lines)
            }
            Self::NotDone(line) => Self::NotDone(with_words(line)),
            other => other,
        }
    }

    /// What is wrong, in lines.
    pub fn lines(self) -> Vec<String> {
        match self {
            Self::Usage(lines) => lines.iter().map(|line| one_line(line)).collect(),
            Self::Shown(error) => vec![one_line(&error.to_string())],
            Self::Help(text) | Self::NotDone(text) | Self::Afterwards(text) => {
                vec![one_line(&text)]
            }
        }
    }

    /// Logs what is wrong, as JSON.
    pub fn log(self) -> ExitCode {
        let code = match self {
            Self::Shown(_) | Self::Help(_) => return self.report(),
            Self::Usage(_) => ExitCode::from(2),
            Self::NotDone(_) | Self::Afterwards(_) => ExitCode::FAILURE,
        };
        log::in_json(|| {
            for line in self.lines() {
                tracing::error!("{line}");
            }
        });
        code
    }

    /// Says what is wrong on standard error.
    pub fn report(self) -> ExitCode {
        match self {
            Self::Usage(lines) => {
                let mut stderr = std::io::stderr().lock();
                for line in lines {
                    // Nobody is left to tell when this fails.
                    let _ = writeln!(stderr, "error: {}", one_line(&line));
                }
                ExitCode::from(2)
            }
            Self::NotDone(problem) | Self::Afterwards(problem) => {
                let _ = writeln!(std::io::stderr().lock(), "error: {}", one_line(&problem));
                ExitCode::FAILURE
            }
            Self::Shown(error) => shown(output::written(|_| error.print())),
            Self::Help(help) => shown(output::written(|stdout| write!(stdout, "{help}"))),
        }
    }
}

impl Failure {
    /// Neither `uip` nor a group of its subcommands does anything by itself.
    fn no_subcommand() -> Self {
        let uip = Args::command();
        let verb = verb();
        let group = verb.as_deref().and_then(|verb| uip.find_subcommand(verb));
        let names: Vec<&str> = group
            .unwrap_or(&uip)
            .get_subcommands()
            .filter(|it| !it.is_hide_set())
            .map(clap::Command::get_name)
            .collect();
        let verb = verb.map(|verb| format!(" {verb}")).unwrap_or_default();
        Self::usage(format!(
            "uip{verb} needs a subcommand: {} (see uip{verb} --help)",
            enumeration(&names, "or")
        ))
    }
}

/// The exit code after help or the version was to be printed.
fn shown(printed: std::io::Result<()>) -> ExitCode {
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => output::unprinted(&error).report(),
    }
}

/// The subcommand among this process's arguments, also where the others are
/// wrong.
fn verb() -> Option<String> {
    let arguments = Args::command().ignore_errors(true).try_get_matches().ok()?;
    arguments.subcommand_name().map(str::to_owned)
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

impl Failure {
    /// What clap says of the arguments of this process.
    pub fn of_arguments(error: clap::Error) -> Self {
        if !error.use_stderr() {
            return Self::Shown(error);
        }
        if matches!(
            error.kind(),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        ) {
            return Self::no_subcommand();
        }
        // Its first paragraph says what is wrong; the rest is usage.
        let text = error.to_string();
        let first = text.split("\n\n").next().unwrap_or_default();
        let first = first.strip_prefix("error: ").unwrap_or(first);
        let near = near(&error)
            .map(|near| format!("; {near}"))
            .unwrap_or_default();
        let verb = verb().map(|verb| format!(" {verb}")).unwrap_or_default();
        Self::usage(format!("{}{near} (see uip{verb} --help)", one_line(first)))
    }
}

/// What clap takes a name for that it does not know, in the words that other
/// unknown names have.
fn near(error: &clap::Error) -> Option<String> {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    match kinds.iter().find_map(|kind| error.get(*kind))? {
        ContextValue::String(name) => suggestion_of(&[name]),
        ContextValue::Strings(names) => {
            suggestion_of(&names.iter().map(String::as_str).collect::<Vec<_>>())
        }
        _ => None,
    }
}

impl From<Mistakes> for Failure {
    fn from(mistakes: Mistakes) -> Self {
        Self::all("", &mistakes)
    }
}
