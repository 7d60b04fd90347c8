//! Writes the table of WhatsApp's error codes in `docs/errors.md`:
//!
//! ```sh
//! cargo run --example error_table
//! ```
//!
//! Which codes there are is read from the adapter's sources. What each means is
//! asked of the adapter, as if WhatsApp had answered with that code, so the page
//! says what a flow gets.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use uip_kit::http::Answer;
use uip_kit::{CommandError, Failure};
use whatsapp::cloud_api::message_sent;

/// The page, in the project's folder.
pub const PAGE: &str = "docs/errors.md";

/// Where the codes are, in the project's folder.
const SOURCES: &str = "src/cloud_api/answer/error_codes";

const BEGIN: &str = "<!-- error codes -->\n";
const END: &str = "<!-- error codes end -->";

/// A code that no table has.
const UNKNOWN: u32 = 999_999_999;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(PAGE);
    let page = with_table(&std::fs::read_to_string(&path)?, root)?;
    std::fs::write(&path, page)?;
    eprintln!("{PAGE} is written");
    Ok(())
}

/// The page with the current table. `root` is the project's folder.
///
/// # Errors
/// If the page has no place for the table, or the sources cannot be read.
pub fn with_table(page: &str, root: &Path) -> Result<String> {
    let (before, rest) = page
        .split_once(BEGIN)
        .ok_or_else(|| format!("{PAGE} has no line {BEGIN}"))?;
    let (_, after) = rest
        .split_once(END)
        .ok_or_else(|| format!("{PAGE} has no line {END}"))?;
    let table = table(&codes(&root.join(SOURCES))?)?;
    Ok(format!("{before}{BEGIN}{table}{END}{after}"))
}

/// First and last code of each range in the sources. A number that is no code
/// does no harm: the adapter does not know it.
fn codes(folder: &Path) -> Result<BTreeSet<(u32, u32)>> {
    let mut codes = BTreeSet::new();
    let text = sources(folder)?;
    let numbers: Vec<(usize, &str)> = numbers(&text).collect();
    let value = |text: &str| text.replace('_', "").parse::<u32>().ok();
    for (index, (start, number)) in numbers.iter().enumerate() {
        let Some(first) = value(number) else { continue };
        codes.insert((first, first));
        // `(138_000, 138_012)`
        let before = text.get(..*start).unwrap_or_default();
        if let Some((next, last)) = numbers.get(index + 1)
            && before.ends_with('(')
            && text.get(start + number.len()..*next) == Some(", ")
            && text
                .get(next + last.len()..)
                .is_some_and(|it| it.starts_with(')'))
            && let Some(last) = value(last)
            && first < last
        {
            codes.insert((first, last));
        }
    }
    let spans: Vec<_> = codes.iter().copied().filter(|(a, b)| a < b).collect();
    codes.retain(|&(first, last)| {
        let is_within = |&(a, b): &(u32, u32)| a <= first && last <= b && (a, b) != (first, last);
        !spans.iter().any(is_within)
    });
    Ok(codes)
}

/// The text of every file in a folder and its folders.
///
/// # Errors
/// If one cannot be read.
pub fn sources(folder: &Path) -> Result<String> {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            text.push_str(&sources(&path)?);
        } else {
            text.push_str(&std::fs::read_to_string(path)?);
        }
    }
    Ok(text)
}

/// The numbers in a text, with their positions.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_outside = |character: char| !character.is_ascii_alphanumeric() && character != '_';
    let mut start = 0;
    text.split(is_outside).filter_map(move |word| {
        let at = start;
        // What separates two words may be longer than a byte.
        start += word.len();
        start += text.get(start..)?.chars().next().map_or(0, char::len_utf8);
        word.starts_with(|it: char| it.is_ascii_digit())
            .then_some((at, word))
    })
}

/// What one row says after the codes.
#[derive(PartialEq, Eq)]
struct Meaning {
    failure: &'static str,
    category: String,
    wait: Option<u32>,
    advice: String,
}

fn table(codes: &BTreeSet<(u32, u32)>) -> Result<String> {
    let unknown = meaning(UNKNOWN, None, "")?;
    let mut rows: Vec<(String, Meaning)> = Vec::new();
    let mut add = |code: String, meaning: Meaning| match rows.last_mut() {
        Some((codes, last)) if *last == meaning => codes.extend([", ", &code]),
        _ => rows.push((code, meaning)),
    };
    for &(first, last) in codes {
        let meaning = self::meaning(first, None, "")?;
        if meaning == unknown {
            continue;
        }
        if first == last {
            add(format!("`{first}`"), meaning);
        } else {
            add(format!("`{first}` to `{last}`"), meaning);
        }
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
    let mut table = "| Code | Failure | Category | Wait | What to do |\n".to_owned();
    table.push_str("|---|---|---|---|---|\n");
    for (codes, meaning) in rows {
        let Meaning {
            failure,
            category,
            wait,
            advice,
        } = meaning;
        let wait = wait.map_or_else(String::new, |wait| format!("{} ", time(wait)));
        writeln!(
            table,
            "| {codes} | {failure} | `{category}` | {wait}| {advice} |"
        )?;
    }
    Ok(table)
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
    let (failure, of_failure) = match error {
        CommandError::PermanentFailure(failure) => ("permanent", failure),
        CommandError::TemporaryFailure(failure) => ("temporary", failure),
        CommandError::PermanentUnknownOutcome(failure) => ("unknown outcome", failure),
        CommandError::ExecutionFailed => return Err("reserved for engines".into()),
    };
    let Failure {
        category,
        retry_after_seconds: wait,
        advice,
        ..
    } = of_failure;
    Ok(Meaning {
        failure,
        category: word(&format!("{category:?}")),
        wait,
        advice,
    })
}

/// `FailureCategory::Throttled` is `throttled` in JSON.
fn word(debug: &str) -> String {
    let name = debug.rsplit("::").next().unwrap_or(debug);
    name.to_ascii_lowercase()
}

fn time(seconds: u32) -> String {
    let units = [
        (86_400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let fits = |(length, _): &&(u32, &str)| seconds >= *length && seconds.is_multiple_of(*length);
    let (length, unit) = units.iter().find(fits).copied().unwrap_or((1, "second"));
    match seconds / length {
        1 => format!("1 {unit}"),
        count => format!("{count} {unit}s"),
    }
}
