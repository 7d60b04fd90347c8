//! Writes the tables of error codes in `docs/errors.md`:
//!
//! ```sh
//! cargo run --example error_tables
//! ```
//!
//! Which codes there are is read from the adapters' sources. What each means is
//! asked of the adapter, as if the service had answered with that code, so the page
//! says what a flow gets.

mod codes;
mod meta;
mod row;
mod twilio;

use std::error::Error;
use std::path::Path;

pub use self::codes::files;

/// The page, in the project's folder.
pub const PAGE: &str = "docs/errors.md";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(PAGE);
    let page = with_tables(&std::fs::read_to_string(&path)?, root)?;
    std::fs::write(&path, page)?;
    eprintln!("{PAGE} is written");
    Ok(())
}

/// The page with the current tables. `root` is the project's folder.
///
/// # Errors
/// If the page has no place for a table, or the sources cannot be read.
pub fn with_tables(page: &str, root: &Path) -> Result<String> {
    let page = with_table(page, "error codes", &meta::table(root)?)?;
    with_table(&page, "error codes of Twilio", &twilio::table(root)?)
}

/// The page with a table between the comments that have its name.
fn with_table(page: &str, name: &str, table: &str) -> Result<String> {
    let begin = format!("<!-- {name} -->\n");
    let end = format!("<!-- {name} end -->");
    let (before, rest) = page
        .split_once(&begin)
        .ok_or_else(|| format!("{PAGE} has no line {begin}"))?;
    let (_, after) = rest
        .split_once(&end)
        .ok_or_else(|| format!("{PAGE} has no line {end}"))?;
    Ok(format!("{before}{begin}{table}{end}{after}"))
}
