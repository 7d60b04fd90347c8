//! The codes that an adapter's sources name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Result;

/// First and last code of each range in the sources. A number that is no code
/// does no harm: the adapter does not know it.
///
/// # Errors
/// If a source cannot be read.
pub fn codes(folder: &Path) -> Result<BTreeSet<(u32, u32)>> {
    let mut codes = BTreeSet::new();
    let mut text = String::new();
    for file in files(folder)? {
        text.push_str(&std::fs::read_to_string(file)?);
    }
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
    Ok(codes)
}

/// Every file in a folder and its folders.
///
/// # Errors
/// If a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
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
