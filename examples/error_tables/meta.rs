//! The table of Meta's codes.

use std::path::Path;

use uip_kit::http::Answer;
use whatsapp::cloud_api::message_sent;

use super::Result;
use super::codes::codes;
use super::row::{self, Meaning};

/// Where the codes are, in the project's folder.
const SOURCES: &str = "src/cloud_api/answer/error_codes";

/// # Errors
/// If the sources cannot be read.
pub fn table(root: &Path) -> Result<String> {
    let mut rows: Vec<(String, Meaning)> = Vec::new();
    let mut add = |code: String, meaning: Meaning| match rows.last_mut() {
        Some((codes, last)) if *last == meaning => codes.extend([", ", &code]),
        _ => rows.push((code, meaning)),
    };
    let codes = codes(&root.join(SOURCES))?;
    for (first, last, meaning) in row::known(&codes, |code| self::meaning(code, None, ""))? {
        add(row::span(first, last), meaning);
        // What a subcode or the details tell apart.
        match first {
            100 => add(
                "`100` with subcode 33".to_owned(),
                self::meaning(100, Some(33), "")?,
            ),
            131_053 => add(
                "`131052`, `131053` if the file could not be fetched".to_owned(),
                self::meaning(first, None, "Download failed")?,
            ),
            _ => {}
        }
    }
    row::table(rows)
}

/// What a flow gets when WhatsApp rejects a message with this code.
fn meaning(code: u32, subcode: Option<u32>, details: &str) -> Result<Meaning> {
    let subcode = subcode.map_or_else(String::new, |it| format!(r#","error_subcode":{it}"#));
    let body = format!(
        r#"{{"error":{{"message":"","code":{code}{subcode},"error_data":{{"details":"{details}"}}}}}}"#
    );
    let answer = Answer {
        status: 400,
        body: body.into_bytes(),
        ..Answer::default()
    };
    let Err(error) = message_sent(&answer, "no-token") else {
        return Err(format!("{code} is taken for a success").into());
    };
    Meaning::of(error)
}
