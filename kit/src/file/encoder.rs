//! A file on its way in: its bytes become base64 text as they come, so that
//! the component never holds the file beside its text.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

use super::digest::Digest;

/// What has come of a file.
#[derive(Debug, Default)]
pub struct Encoder {
    text: String,
    /// Bytes that are not yet three.
    rest: Vec<u8>,
    size: u64,
    hash: Sha256,
}

/// A file that has come.
#[derive(Debug)]
pub struct Encoded {
    /// Its base64 text.
    pub text: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its hash.
    pub digest: Digest,
}

impl Encoder {
    /// Takes memory at once for the text of a file of so many bytes: text that
    /// grows is moved, and takes twice the memory meanwhile.
    pub fn expect(&mut self, bytes: usize) {
        // Without it, the text grows as it needs.
        let _ = self.text.try_reserve_exact(bytes.div_ceil(3) * 4);
    }

    /// The file's next bytes.
    pub fn take(&mut self, piece: &[u8]) {
        self.size += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.hash.update(piece);
        let missing = if self.rest.is_empty() {
            0
        } else {
            3 - self.rest.len()
        };
        let (first, piece) = piece.split_at(missing.min(piece.len()));
        self.rest.extend_from_slice(first);
        if self.rest.len() == 3 {
            append(&self.rest, &mut self.text);
            self.rest.clear();
        }
        let (whole, rest) = piece.split_at(piece.len() / 3 * 3);
        append(whole, &mut self.text);
        self.rest.extend_from_slice(rest);
    }

    /// The file, once all of it has come.
    pub fn finish(mut self) -> Encoded {
        append(&self.rest, &mut self.text);
        Encoded {
            text: self.text,
            size: self.size,
            digest: self.hash.into(),
        }
    }
}

/// Not inlined: the library's encoder is large, and three copies of it would be
/// 12 KB.
#[inline(never)]
fn append(bytes: &[u8], text: &mut String) {
    BASE64_STANDARD.encode_string(bytes, text);
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use proptest::prelude::*;

    use super::{Digest, Encoder};

    proptest! {
        #[test]
        fn pieces_of_any_size_become_the_text_of_the_whole_file(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..8), 0..8),
        ) {
            let file = pieces.concat();
            let mut encoder = Encoder::default();
            for piece in &pieces {
                encoder.take(piece);
            }
            let encoded = encoder.finish();
            prop_assert_eq!(encoded.text, BASE64_STANDARD.encode(&file));
            prop_assert_eq!(encoded.size, file.len() as u64);
            prop_assert_eq!(encoded.digest, Digest::of(&file));
        }
    }

    #[test]
    fn text_whose_size_was_announced_does_not_grow() {
        for bytes in [0, 1, 2, 3, 100] {
            let mut encoder = Encoder::default();
            encoder.expect(bytes);
            let reserved = encoder.text.capacity();
            for byte in vec![7; bytes] {
                encoder.take(&[byte]);
            }
            assert_eq!(encoder.finish().text.capacity(), reserved, "{bytes}");
        }
    }
}
