use std::path::PathBuf;

use uip_contract::manifest::ManifestError;

use crate::types::Mistakes;

/// Why an adapter cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The component's file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The bytes are not a component.
    #[error("not a WebAssembly component: {0}")]
    Component(String),
    /// The component is not an adapter.
    #[error("{0}")]
    Contract(String),
    /// The manifest cannot be used.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// Manifest and component do not fit.
    #[error("{0}")]
    Fit(Mistakes),
}

impl LoadError {
    /// Every mistake, where the manifest is wrong or does not fit the component.
    pub fn mistakes(&self) -> Option<&Mistakes> {
        match self {
            Self::Manifest(ManifestError::Mistakes(mistakes)) | Self::Fit(mistakes) => {
                Some(mistakes)
            }
            _ => None,
        }
    }

    pub(crate) fn contract(problem: impl Into<String>) -> Self {
        Self::Contract(problem.into())
    }
}
