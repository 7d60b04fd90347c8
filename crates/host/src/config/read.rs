//! From TOML to a configuration, with every mistake named by its key.

use std::time::Duration;

use toml::Table;
use uip_contract::config::{Collector, Section, Sources};
use uip_contract::{AllowedHost, Mistakes};

use super::{AdapterConfig, Config};

/// Longer than any call.
const MOST_SECONDS: u64 = 365 * 24 * 60 * 60;

/// The configuration in a table; `others` are sections that are read elsewhere.
pub(super) fn config(
    table: Table,
    sources: &Sources<'_>,
    others: &[&'static str],
) -> Result<Config, Mistakes> {
    let mistakes = Collector::default();
    let mut root = Section::new("", table, &mistakes, sources);
    let adapters = root.named_sections("adapters").into_iter();
    let adapters = adapters.filter_map(|(name, section)| adapter(name, section, &mistakes));
    let mut config = Config {
        adapters: adapters.collect(),
        ..Config::default()
    };
    host(root.section("host"), &mut config);
    for section in others {
        root.take(section);
    }
    root.finish();
    mistakes.or(config)
}

fn host(mut section: Section<'_>, config: &mut Config) {
    if section.take("maxValues").is_some() {
        section.wrong(
            "maxValues",
            "was removed: files no longer need it. Delete this line",
        );
    }
    config.proxy = section.text_source("proxy");
    config.no_proxy = section.texts("noProxy");
    section.finish();
}

fn adapter(name: String, mut section: Section<'_>, mistakes: &Collector) -> Option<AdapterConfig> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.chars().all(is_allowed) {
        let problem = "an adapter's name has letters, digits, `-` and `_` alone";
        mistakes.add(format!("adapters.{name}"), problem);
    }
    let component = section.required_path("component");
    let manifest = section.required_path("manifest");
    let hosts = section.list("allowedHosts", str::parse::<AllowedHost>);
    let deadline = section.optional_number("deadlineSeconds", 1..=MOST_SECONDS);
    let commands_token = section.secret_source("commandsToken");
    let call_properties = section.texts("callProperties").unwrap_or_default();
    let properties = section.sources("properties");
    section.finish();
    Some(AdapterConfig {
        name,
        component: component?,
        manifest: manifest?,
        allowed_hosts: hosts.map(|hosts| hosts.into_iter().collect()),
        deadline: deadline.map(Duration::from_secs),
        commands_token,
        call_properties,
        properties,
    })
}
