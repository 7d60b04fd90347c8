//! What the linker writes into a component for people who take it apart, and
//! which every engine would have to fetch and none reads.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The section with a name for each part of a component. The linker has no
/// option to leave it out, as it has for the names in a module.
const NAMES: &[u8] = b"component-name";

/// What precedes the first section: the magic number and the version.
const PREAMBLE: usize = 8;

/// A section that anybody may add, and that means nothing to an engine.
const CUSTOM: u8 = 0;

/// Takes the names out of the component at `path`. The file stays the same
/// one: cargo has it under a second name.
pub fn strip(path: &Path) -> Result<()> {
    let whole = fs::read(path).with_context(|| format!("{} was not built", path.display()))?;
    let rest = without_names(&whole)
        .with_context(|| format!("{} is no WebAssembly component", path.display()))?;
    if rest.len() < whole.len() {
        fs::write(path, rest).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// The component without the section; nothing, when it is cut short.
fn without_names(component: &[u8]) -> Option<Vec<u8>> {
    let (preamble, mut sections) = component.split_at_checked(PREAMBLE)?;
    let mut rest = preamble.to_vec();
    while let Some((&id, behind)) = sections.split_first() {
        let (length, content) = number(behind)?;
        let (content, behind) = content.split_at_checked(length)?;
        if id != CUSTOM || name(content)? != NAMES {
            rest.extend(&sections[..sections.len() - behind.len()]);
        }
        sections = behind;
    }
    Some(rest)
}

/// A custom section's name, which is its first part.
fn name(section: &[u8]) -> Option<&[u8]> {
    let (length, content) = number(section)?;
    content.get(..length)
}

/// A number in LEB128, seven bits in each byte, and the rest after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let last = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let (number, behind) = bytes.split_at(last + 1);
    let value = number
        .iter()
        .rev()
        .fold(0, |value, byte| value << 7 | usize::from(byte & 0x7f));
    Some((value, behind))
}

#[cfg(test)]
mod tests {
    use super::without_names;

    /// A section as it is encoded, its length in two bytes.
    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).unwrap();
        [&[id, length | 0x80, 0], content].concat()
    }

    #[test]
    fn the_names_go_and_every_other_section_stays_as_it_is() {
        let preamble = b"\0asm\x0d\0\x01\0".to_vec();
        let module = section(1, b"\x0ecomponent-name");
        let names = section(0, b"\x0ecomponent-name\x01\x02");
        let producers = section(0, b"\x09producers\x00");
        let whole = [&preamble[..], &module, &names, &producers].concat();
        let rest = [&preamble[..], &module, &producers].concat();
        assert_eq!(without_names(&whole), Some(rest.clone()));
        assert_eq!(without_names(&rest), Some(rest));
    }

    #[test]
    fn what_is_cut_short_is_left_alone() {
        let whole = [b"\0asm\x0d\0\x01\0".to_vec(), section(1, b"abc")].concat();
        for length in (1..8).chain(9..whole.len()) {
            assert_eq!(without_names(&whole[..length]), None, "{length}");
        }
    }
}
