use uip_contract::did_you_mean;
use uip_contract::manifest::{Command, Event, Manifest, ManifestError};
use uip_host::config::{AdapterConfig, Config};

use crate::adapters;
use crate::args::Common;
use crate::failure::Failure;

/// What is described: an adapter, or one part of it.
pub struct Target {
    pub manifest: Manifest,
    /// The name of the adapter instance.
    pub adapter: String,
    /// Whether a call has to name the adapter.
    is_one_of_several: bool,
    part: Option<String>,
}

/// A part of an adapter that has a page of its own.
pub enum Part<'t> {
    Command(&'t Command),
    Event(&'t Event),
}

impl Part<'_> {
    fn word(&self) -> &'static str {
        match self {
            Self::Command(_) => "command",
            Self::Event(_) => "event",
        }
    }
}

/// Which parts a name may mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    Commands,
    CommandsAndEvents,
}

impl Parts {
    fn word(self) -> &'static str {
        match self {
            Self::Commands => "command",
            Self::CommandsAndEvents => "command or event",
        }
    }

    /// The words for what else a name can be that is no adapter's.
    fn or(self) -> &'static str {
        match self {
            Self::Commands => " or command",
            Self::CommandsAndEvents => ", command or event",
        }
    }

    /// The part of this name. A command goes before an event.
    fn find<'m>(self, manifest: &'m Manifest, name: &str) -> Option<Part<'m>> {
        if let Some(command) = manifest.command(name) {
            return Some(Part::Command(command));
        }
        let mut events = manifest.events.iter();
        match self {
            Self::Commands => None,
            Self::CommandsAndEvents => events.find(|event| event.name == name).map(Part::Event),
        }
    }

    fn names(self, manifest: &Manifest) -> impl Iterator<Item = &str> {
        let events = manifest.events.iter().map(|event| event.name.as_str());
        manifest
            .commands
            .iter()
            .map(|command| command.name.as_str())
            .chain(events.filter(move |_| self == Self::CommandsAndEvents))
    }
}

impl Target {
    /// What the names mean: none, for the only adapter; an adapter; a part; an
    /// adapter and a part.
    pub fn find(common: &Common, names: &[&str], parts: Parts) -> Result<Self, Failure> {
        let config = adapters::config(common)?;
        match names {
            [] => Self::new(&config, config.adapter(None)?, None, parts),
            [adapter, part, ..] => {
                Self::new(&config, config.adapter(Some(adapter))?, Some(part), parts)
            }
            [name] => match config.adapter(Some(name)) {
                Ok(adapter) => Self::new(&config, adapter, None, parts),
                Err(_) => Self::part_called(&config, name, parts),
            },
        }
    }

    /// The part of this name, in whichever adapter there is one.
    fn part_called(config: &Config, name: &str, parts: Parts) -> Result<Self, Failure> {
        if let Some((adapter, part)) = name.split_once('.') {
            return Self::new(config, config.adapter(Some(adapter))?, Some(part), parts);
        }
        let mut known: Vec<String> = config.adapters.iter().map(|it| it.name.clone()).collect();
        let mut with_it = Vec::new();
        let mut word = parts.word();
        for adapter in &config.adapters {
            let manifest = manifest(adapter)?;
            if let Some(part) = parts.find(&manifest, name) {
                word = part.word();
                with_it.push(adapter);
            }
            for name in parts.names(&manifest) {
                // Instances of one adapter have the same names.
                if !known.iter().any(|it| it == name) {
                    known.push(name.to_owned());
                }
            }
        }
        match with_it.as_slice() {
            [only] => Self::new(config, only, Some(name), parts),
            [] => {
                let hint = did_you_mean(name, known.iter().map(String::as_str));
                Err(Failure::usage(format!(
                    "unknown adapter{} `{name}`; {hint}",
                    parts.or()
                )))
            }
            several => {
                let names: Vec<&str> = several.iter().map(|it| it.name.as_str()).collect();
                Err(Failure::usage(format!(
                    "several adapters have the {word} `{name}`: name one of {} before it",
                    names.join(", ")
                )))
            }
        }
    }

    fn new(
        config: &Config,
        adapter: &AdapterConfig,
        part: Option<&str>,
        parts: Parts,
    ) -> Result<Self, Failure> {
        let manifest = manifest(adapter)?;
        if let Some(part) = part
            && parts.find(&manifest, part).is_none()
        {
            return Err(Failure::usage(format!(
                "unknown {} `{part}`; {}",
                parts.word(),
                did_you_mean(part, parts.names(&manifest))
            )));
        }
        Ok(Self {
            manifest,
            adapter: adapter.name.clone(),
            is_one_of_several: config.adapters.len() > 1,
            part: part.map(str::to_owned),
        })
    }

    /// The part, if it is not the whole adapter.
    pub fn part(&self) -> Option<Part<'_>> {
        Parts::CommandsAndEvents.find(&self.manifest, self.part.as_deref()?)
    }

    /// What stands before a command's name in a call.
    pub fn prefix(&self) -> String {
        if self.is_one_of_several {
            format!("{}.", self.adapter)
        } else {
            String::new()
        }
    }
}

fn manifest(adapter: &AdapterConfig) -> Result<Manifest, Failure> {
    Manifest::from_file(&adapter.manifest).map_err(|error| match error {
        ManifestError::Mistakes(mistakes) => {
            Failure::all(&format!("{}: ", adapter.name), &mistakes)
        }
        other => Failure::usage(format!("{}: {other}", adapter.name)),
    })
}
