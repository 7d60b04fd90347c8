use std::path::{Path, PathBuf};

use wasmtime::{Cache, CacheConfig};

/// Where compiled components are kept when no other place is named: a folder
/// in the user's cache directory. None where the user has no such directory.
pub fn default_cache_dir() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "uip")?;
    Some(dirs.cache_dir().join("compiled"))
}

/// Opens the cache. A host works without one, only slower: so what is wrong
/// with it is logged and not an error.
pub(super) fn open(directory: &Path) -> Option<Cache> {
    let opened = std::path::absolute(directory)
        .map_err(|error| error.to_string())
        .and_then(|directory| {
            // The cache itself would find out too late that it cannot write.
            std::fs::create_dir_all(&directory)
                .and_then(|()| tempfile_probe(&directory))
                .map_err(|error| error.to_string())?;
            let mut config = CacheConfig::new();
            config.with_directory(directory);
            Cache::new(config).map_err(|error| format!("{error:#}"))
        });
    match opened {
        Ok(cache) => Some(cache),
        Err(error) => {
            tracing::warn!(
                directory = %directory.display(),
                %error,
                "no cache for compiled components; every start compiles anew"
            );
            None
        }
    }
}

fn tempfile_probe(directory: &Path) -> std::io::Result<()> {
    let probe = directory.join(format!(".probe-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(probe)
}
