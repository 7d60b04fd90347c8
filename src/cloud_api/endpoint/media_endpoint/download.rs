//! What a fetched file must be.

use super::description::Description;
use crate::bindings::uip::whatsapp::media::MediaDownloaded;
use uip_kit::field::{refuse, refuse_as};
use uip_kit::file::Encoded;
use uip_kit::{CommandError, Failure, FailureCategory};

/// The largest file to take, in bytes: 1 to 100 MB, 16 MB unless it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DownloadLimit(u32);

const MEGABYTE: u32 = 1024 * 1024;

impl DownloadLimit {
    /// Parses the field `maxBytes`.
    ///
    /// # Errors
    /// A permanent failure when it is 0 or above 100 MB, WhatsApp's own limit.
    pub fn parse(value: Option<u32>) -> Result<Self, CommandError> {
        let bytes = value.unwrap_or(16 * MEGABYTE);
        if (1..=100 * MEGABYTE).contains(&bytes) {
            return Ok(Self(bytes));
        }
        Err(refuse(
            "invalid-max-bytes",
            &format!("The field maxBytes must be from 1 to 104857600; it is {bytes}."),
            "Give the largest size in bytes that the flow can use, or leave maxBytes out for 16 MB.",
        ))
    }

    /// In bytes.
    pub fn bytes(self) -> u32 {
        self.0
    }

    /// Whether a file may be fetched, by what WhatsApp says of its size.
    ///
    /// # Errors
    /// As [`too_large`].
    pub fn admit(self, description: &Description) -> Result<(), CommandError> {
        match description.file_size {
            Some(size) if size > u64::from(self.0) => Err(too_large(self, Some(size))),
            _ => Ok(()),
        }
    }
}

/// A file with more bytes than `maxBytes`; `size` where it is known.
pub fn too_large(limit: DownloadLimit, size: Option<u64>) -> CommandError {
    let limit = limit.bytes();
    let error = match size {
        Some(size) => {
            format!("The file has {size} bytes, and the field maxBytes allows {limit}.")
        }
        None => {
            format!(
                "The file has more than {limit} bytes, which is what the field maxBytes allows."
            )
        }
    };
    refuse_as(
        FailureCategory::Media,
        "media-too-large",
        &error,
        "Set maxBytes higher, up to 104857600, if the flow can use such a file.",
    )
}

/// The file, if it is the one that WhatsApp described.
///
/// # Errors
/// A temporary failure when its hash or its size is another.
pub fn whole(description: Description, file: Encoded) -> Result<MediaDownloaded, CommandError> {
    let Encoded { text, size, digest } = file;
    let differs = match (description.file_size, description.digest()) {
        (Some(expected), _) if expected != size => {
            Some(format!("it has {size} bytes instead of {expected}"))
        }
        (_, Some(expected)) if expected != digest => Some(format!(
            "its SHA-256 is {} instead of {}",
            digest.hexadecimal(),
            expected.hexadecimal()
        )),
        _ => None,
    };
    if let Some(differs) = differs {
        return Err(Failure::new(
            "media-damaged",
            FailureCategory::Media,
            format!(
                "The downloaded file does not match WhatsApp's description: {differs}. No message \
                 was sent."
            ),
            "Try again: it is safe to retry this command.",
        )
        .temporary());
    }
    Ok(MediaDownloaded {
        content: text,
        mime_type: description.mime_type,
        sha256: digest.hexadecimal(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Description, DownloadLimit, too_large, whole};
    use uip_kit::CommandError;
    use uip_kit::file::{Digest, Encoded, Encoder};

    fn file(content: &str) -> Encoded {
        let mut encoder = Encoder::default();
        encoder.take(content.as_bytes());
        encoder.finish()
    }

    fn description(file_size: Option<u64>, sha256: Option<&str>) -> Description {
        Description {
            url: "https://lookaside.fbsbx.com/x".to_owned(),
            mime_type: Some("image/png".to_owned()),
            file_size,
            sha256: sha256.map(str::to_owned),
        }
    }

    #[test]
    fn a_limit_is_from_one_byte_to_metas_hundred_megabytes() {
        assert_eq!(DownloadLimit::parse(None).unwrap().bytes(), 16_777_216);
        for (bytes, is_limit) in [
            (0, false),
            (1, true),
            (104_857_600, true),
            (104_857_601, false),
        ] {
            assert_eq!(
                DownloadLimit::parse(Some(bytes)).is_ok(),
                is_limit,
                "{bytes}"
            );
        }
    }

    #[test]
    fn a_file_of_just_the_limit_is_taken_and_one_byte_more_is_not() {
        let limit = DownloadLimit::parse(Some(3)).unwrap();
        assert!(limit.admit(&description(None, None)).is_ok());
        assert!(limit.admit(&description(Some(3), None)).is_ok());
        assert!(limit.admit(&description(Some(4), None)).is_err());
        let CommandError::PermanentFailure(failure) = too_large(limit, None) else {
            panic!("a permanent failure")
        };
        let error = "The file has more than 3 bytes, which is what the field maxBytes allows.";
        assert!(failure.error.starts_with(error), "{}", failure.error);
    }

    #[test]
    fn only_the_file_that_was_described_is_handed_over() {
        let hash = Digest::of(b"abc").hexadecimal();
        for (size, sha256) in [
            (Some(3), Some(hash.as_str())),
            (None, None),
            (Some(3), Some("a form nobody knows")),
        ] {
            let file = whole(description(size, sha256), file("abc")).unwrap();
            assert_eq!(file.content, "YWJj");
            assert_eq!(file.sha256, hash);
        }
        let other = Digest::of(b"abd").hexadecimal();
        for (size, sha256, content, named) in [
            (Some(4), None, "abc", "it has 3 bytes instead of 4"),
            (
                Some(3),
                Some(hash.as_str()),
                "ab",
                "it has 2 bytes instead of 3",
            ),
            (
                None,
                Some(hash.as_str()),
                "abd",
                &format!("its SHA-256 is {other} instead of {hash}"),
            ),
        ] {
            let error = whole(description(size, sha256), file(content)).unwrap_err();
            let CommandError::TemporaryFailure(failure) = error else {
                panic!("{error:?}")
            };
            assert!(failure.error.contains(named), "{}", failure.error);
        }
    }
}
