//! Notifications, answers and signatures of public sources, for tests.

use std::path::PathBuf;

/// The folder with the material: the one that `TWILIO_CORPUS` names, or the one next
/// to the checkout. Without it, a test that reads it says so and proves nothing; each
/// has a neighbour with fixtures of its own.
pub fn corpus() -> Option<PathBuf> {
    let next = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/twilio");
    let folder = std::env::var_os("TWILIO_CORPUS").map_or_else(next, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("the corpus is not at hand: this test is skipped");
    None
}

/// The files in a folder of the corpus with this extension: the name without it, and
/// the text.
pub fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let Some(corpus) = corpus() else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(corpus.join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|it| it == extension));
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).unwrap())
    };
    let files: Vec<_> = paths.map(read).collect();
    assert!(!files.is_empty(), "{folder} has no files");
    files
}
