use std::path::{Path, PathBuf};

use wasmtime::{Cache, CacheConfig};

/// Where compiled components are kept when no other place is named: a folder
/// in the user's cache directory. None where the user has no such directory.
pub fn default_cache_dir() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "uip")?;
    Some(dirs.cache_dir().join("compiled"))
}

/// The level of zstd that loads fastest for the work of writing it: the smaller the
/// window that a reader needs, the less memory it touches. The same level for what
/// is loaded often, or after 256 starts a file is compressed again, with a second of
/// work and to a level that loads slower.
const COMPRESSION: i32 = 1;

/// Opens the cache. A host works without one, only slower.
pub(super) fn open(directory: &Path) -> Result<Cache, String> {
    let unusable = |error: String| {
        format!(
            "the cache for compiled components, {}, cannot be used, so every start compiles anew: {error}",
            directory.display()
        )
    };
    let directory = std::path::absolute(directory).map_err(|error| unusable(error.to_string()))?;
    // The cache itself would find out too late that it cannot write.
    std::fs::create_dir_all(&directory)
        .and_then(|()| probe(&directory))
        .map_err(|error| unusable(error.to_string()))?;
    let mut config = CacheConfig::new();
    config
        .with_directory(&directory)
        .with_baseline_compression_level(COMPRESSION)
        .with_optimized_compression_level(COMPRESSION);
    Cache::new(config).map_err(|error| unusable(format!("{error:#}")))
}

fn probe(directory: &Path) -> std::io::Result<()> {
    let probe = directory.join(format!(".probe-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(probe)
}
