use toml::Table;

/// A text that is not TOML. The line itself is not shown: it may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
#[non_exhaustive]
pub struct InvalidToml {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// Reads TOML that is not yet understood.
///
/// # Errors
/// With the first line that is not TOML.
pub fn parse_toml(text: &str) -> Result<Table, InvalidToml> {
    text.parse().map_err(|error: toml::de::Error| InvalidToml {
        line: line_at(text, error.span().map_or(0, |span| span.start)),
        problem: error
            .message()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
    })
}

fn line_at(text: &str, offset: usize) -> usize {
    let before = text.bytes().take(offset);
    before.filter(|byte| *byte == b'\n').count() + 1
}
