//! Why no manifest was made.

use std::path::PathBuf;

/// Why no manifest was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The manifest could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file for people is not in its format.
    #[error("{}: {source}", path.display())]
    Designer {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its line.
        source: Box<toml::de::Error>,
    },
    /// The WIT package cannot be parsed.
    #[error("the WIT package: {0}")]
    Wit(String),
    /// The two sources do not fit each other, or say too little.
    #[error("the manifest cannot be made:\n- {}", .0.join("\n- "))]
    Mismatch(Vec<String>),
}
