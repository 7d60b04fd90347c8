//! `uip.toml`, as far as a server reads it.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use toml::{Table, Value};
use uip_contract::config::Sources;
use uip_server::config::{Config, SECTIONS};

/// What every environment variable holds.
const SECRET: &str = "a2VwdC1zZWNyZXQtb2YtMzItYnl0ZXMtb3ItbW9yZQ==";

/// Whether a value names a file that could be there: it would be read.
fn names_a_file(value: &Value) -> bool {
    match value {
        Value::Table(table) => table.iter().any(|(key, value)| {
            let path = value.as_str().filter(|_| key == "file");
            path.is_some_and(|path| path.starts_with('/') || path.contains(".."))
                || names_a_file(value)
        }),
        Value::Array(items) => items.iter().any(names_a_file),
        _ => false,
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(mut table) = text.parse::<Table>() else {
        return;
    };
    table.retain(|name, _| SECTIONS.iter().any(|section| *section == name));
    if table.values().any(names_a_file) || text.contains(SECRET) {
        return;
    }
    let sources = Sources {
        environment: &|_| Ok(SECRET.to_owned()),
        directory: Path::new("/nonexistent"),
    };
    match Config::from_table(table, &sources) {
        Ok(config) => {
            assert!(!format!("{config:?}").contains(SECRET));
            // What was accepted can be asked.
            let _ = config.has_work();
        }
        Err(error) => {
            let error = error.to_string();
            assert!(!error.trim().is_empty());
            assert!(!error.contains(SECRET), "a secret is in {error}");
        }
    }
});
