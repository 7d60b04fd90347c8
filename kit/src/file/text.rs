//! A file that came as base64 text (RFC 4648, section 4). It is decoded in
//! pieces, so that the component never holds the file beside its text.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use base64::{DecodeError, DecodeSliceError};
use sha2::{Digest as _, Sha256};

use super::digest::Digest;
use crate::CommandError;
use crate::failure::quoted;
use crate::field::refuse;

/// How many symbols are decoded at a time: a multiple of 4.
const SYMBOLS: usize = 64 * 1024;

/// How many bytes of a file are kept to look at its format.
const BEGINNING: usize = 512;

/// A file's text, known to be base64, and what is known of the file.
#[derive(Debug)]
pub struct FileText {
    text: String,
    length: usize,
    beginning: Vec<u8>,
    digest: Digest,
}

impl FileText {
    /// Parses the field `content`. White space in it is ignored: many tools
    /// break base64 into lines.
    ///
    /// # Errors
    /// A permanent failure that names the character that is wrong.
    pub fn parse(text: String) -> Result<Self, CommandError> {
        let (mut length, mut beginning, mut hash) = (0, Vec::new(), Sha256::new());
        let decoded = decode(&text, &mut |piece| {
            if length == 0 {
                beginning.extend(piece.iter().take(BEGINNING));
            }
            length += piece.len();
            hash.update(piece);
            true
        });
        match decoded {
            Ok(()) => Ok(Self {
                text,
                length,
                beginning,
                digest: hash.into(),
            }),
            Err(mistake) => Err(mistake.in_content(&text)),
        }
    }

    /// What is known of a file, without its text: to test what depends on its
    /// size.
    #[cfg(any(test, feature = "testing"))]
    pub fn without_text(file: &[u8]) -> Self {
        Self {
            text: String::new(),
            length: file.len(),
            beginning: file.iter().take(BEGINNING).copied().collect(),
            digest: Digest::of(&[]),
        }
    }

    /// The file's size in bytes.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The file's first bytes, as many as show its format.
    pub fn beginning(&self) -> &[u8] {
        &self.beginning
    }

    /// The file's hash.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Hands over the file in pieces, until `take` says that it takes no more.
    pub fn pieces(&self, take: &mut dyn FnMut(&[u8]) -> bool) {
        // The text was decoded once already, without a mistake.
        let _ = decode(&self.text, take);
    }
}

/// Why text is not base64. The first character that is not white space is
/// symbol 0.
#[derive(Debug)]
enum Mistake {
    /// This symbol is not one of the alphabet, or it is padding too early.
    Symbol(usize),
    /// This symbol is the last one and has bits that belong to no byte.
    LastSymbol(usize),
    /// The text ends within a group of four symbols.
    End,
}

fn decode(text: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Mistake> {
    let mut rest = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let (mut symbols, mut bytes) = (vec![0; SYMBOLS], vec![0; SYMBOLS / 4 * 3]);
    let (mut before, mut has_ended) = (0, false);
    loop {
        let mut count = 0;
        for (place, symbol) in symbols.iter_mut().zip(&mut rest) {
            *place = symbol;
            count += 1;
        }
        let symbols = symbols.get(..count).unwrap_or_default();
        let Some(last) = symbols.last() else {
            return Ok(());
        };
        if has_ended {
            return Err(Mistake::Symbol(before));
        }
        has_ended = *last == b'=';
        let length = match BASE64_STANDARD.decode_slice(symbols, &mut bytes) {
            Ok(length) => length,
            Err(DecodeSliceError::DecodeError(DecodeError::InvalidByte(at, _))) => {
                return Err(Mistake::Symbol(before + at));
            }
            Err(DecodeSliceError::DecodeError(DecodeError::InvalidLastSymbol {
                offset, ..
            })) => return Err(Mistake::LastSymbol(before + offset)),
            Err(_) => return Err(Mistake::End),
        };
        if !take(bytes.get(..length).unwrap_or_default()) {
            return Ok(());
        }
        before += count;
    }
}

impl Mistake {
    /// The failure for the field `content`. Characters are counted from 1.
    fn in_content(&self, text: &str) -> CommandError {
        let told = |problem: &str, advice: &str| {
            refuse(
                "invalid-content",
                &format!("The field content must be base64; {problem}."),
                advice,
            )
        };
        if let Some(prefix) = data_uri_prefix(text) {
            return told(
                &format!("character 5 is \":\": it is a data URI, {}", quoted(prefix)),
                "Leave out what a data URI has before its base64, up to the comma.",
            );
        }
        let problem = match *self {
            Self::Symbol(symbol) => {
                let (number, character) = character(text, symbol);
                match character {
                    '=' => format!("character {number} is padding that is not at the end"),
                    other => format!("character {number} is {}", quoted(&other.to_string())),
                }
            }
            Self::LastSymbol(symbol) => {
                let (number, character) = character(text, symbol);
                let shown = quoted(&character.to_string());
                format!("character {number} is {shown}, with which no file ends")
            }
            Self::End => {
                let characters = text.trim_end().chars().count();
                format!("it ends after character {characters}, within a group of four")
            }
        };
        told(
            &problem,
            "Encode the file's bytes as base64, with the alphabet that has + and / and with \
             padding, and check that the text was not cut.",
        )
    }
}

/// A symbol, and its number among all characters, from 1.
fn character(text: &str, symbol: usize) -> (usize, char) {
    let characters = text.chars().zip(1..);
    let mut symbols = characters.filter(|(character, _)| !character.is_ascii_whitespace());
    symbols
        .nth(symbol)
        .map_or((text.len(), '='), |(character, number)| (number, character))
}

/// What a browser's data URI has before its base64: `data:image/png;base64,`.
fn data_uri_prefix(text: &str) -> Option<&str> {
    let scheme = text.get(..5)?;
    let end = text.find(',')?;
    let prefix = text.get(..=end)?;
    scheme.eq_ignore_ascii_case("data:").then_some(prefix)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use proptest::prelude::*;

    use super::{Digest, FileText, SYMBOLS};
    use crate::{CommandError, FailureCategory};

    fn decoded(text: &str) -> Vec<u8> {
        let file = FileText::parse(text.to_owned()).unwrap();
        let mut all = Vec::new();
        file.pieces(&mut |piece| {
            all.extend_from_slice(piece);
            true
        });
        assert_eq!(file.length(), all.len());
        assert_eq!(file.digest(), Digest::of(&all));
        assert!(all.starts_with(file.beginning()));
        all
    }

    fn refused(text: &str) -> String {
        match FileText::parse(text.to_owned()) {
            Err(CommandError::PermanentFailure(failure)) => {
                assert_eq!(failure.code, "invalid-content", "{text:?}");
                assert_eq!(failure.category, FailureCategory::Request);
                failure.error
            }
            other => panic!("{text:?}: {other:?}"),
        }
    }

    #[test]
    fn files_of_any_length_and_white_space_anywhere_are_read() {
        for (text, file) in [
            ("", &b""[..]),
            (" \r\n", b""),
            ("Zg==", b"f"),
            ("Zm8=", b"fo"),
            ("Zm9v", b"foo"),
            ("Zm9vYg==", b"foob"),
            ("\tZ m\n9\r\nvYg=\n=\n", b"foob"),
            ("+/+/", &[0xfb, 0xff, 0xbf]),
        ] {
            assert_eq!(decoded(text), file, "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (text, problem) in [
            ("Z", "it ends after character 1, within a group of four"),
            ("Zg", "it ends after character 2, within a group of four"),
            ("Zg=", "it ends after character 3, within a group of four"),
            (
                "Zm9vY\n",
                "it ends after character 5, within a group of four",
            ),
            ("Zg===", "character 3 is padding that is not at the end"),
            ("Zg==Zg==", "character 3 is padding that is not at the end"),
            ("=", "character 1 is padding that is not at the end"),
            ("Zh==", "character 2 is \"h\", with which no file ends"),
            ("Zm9v\nZm-_", "character 8 is \"-\""),
            ("Zm9vZé==", "character 6 is \"é\""),
            ("?", "character 1 is \"?\""),
            (
                "data:image/png;base64,QUFB",
                "character 5 is \":\": it is a data URI, \"data:image/png;base64,\"",
            ),
        ] {
            let expected =
                format!("The field content must be base64; {problem}. Nothing was sent.");
            assert_eq!(refused(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_mistake_behind_the_first_piece_is_named_with_its_place() {
        let mut text = "QUFB".repeat(SYMBOLS / 4);
        assert_eq!(decoded(&text).len(), SYMBOLS / 4 * 3);
        text.push_str("\nQUE?");
        let place = format!("character {} is \"?\"", SYMBOLS + 5);
        assert!(refused(&text).contains(&place));
        let padded = format!("{}QQ==QUFB", "QUFB".repeat(SYMBOLS / 4 - 1));
        assert!(refused(&padded).contains(&format!("character {} is \"Q\"", SYMBOLS + 1)));
    }

    proptest! {
        #[test]
        fn what_the_library_writes_is_read(file in prop::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(decoded(&BASE64_STANDARD.encode(&file)), file);
        }
    }
}
