//! The files that are served: the vendored ones are unchanged, and no module makes HTML of text.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_vendored_files_are_those_that_were_published() {
    let sums = fs::read_to_string(folder("vendor/SHA256SUMS")).unwrap();
    for line in sums.lines() {
        let (wanted, name) = line.split_once("  ").unwrap();
        let content = fs::read(folder("vendor").join(name)).unwrap();
        let mut found = String::new();
        for byte in Sha256::digest(content) {
            write!(found, "{byte:02x}").unwrap();
        }
        assert_eq!(found, wanted, "{name}");
    }
    let listed = sums.lines().count();
    let files = fs::read_dir(folder("vendor")).unwrap().count();
    assert_eq!(files, listed + 1, "each file but SHA256SUMS has a sum");
}

#[test]
fn every_shared_file_is_served() {
    let assets = uip_web::Assets::new(&[]);
    let served: Vec<&str> = assets.names().collect();
    for file in fs::read_dir(folder("shared")).unwrap() {
        let name = format!("shared/{}", file.unwrap().file_name().to_str().unwrap());
        assert!(
            served.contains(&name.as_str()),
            "{name} is not in {served:?}"
        );
    }
}

/// The modules and style sheets below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    found.retain(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("mjs" | "css" | "html"))
    });
    found
}

#[test]
fn no_module_makes_html_of_text_or_names_another_origin() {
    for file in sources(&folder("shared")) {
        let text = fs::read_to_string(&file).unwrap();
        for word in uip_web::FORBIDDEN_IN_MODULES.into_iter().chain(["http://"]) {
            assert!(!text.contains(word), "{} has {word}", file.display());
        }
    }
}
