//! A file for WhatsApp to keep.

use super::kind::Kind;
use super::multipart::Multipart;
use crate::bindings::uip::whatsapp::media_files::UploadMediaRequest;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::request::refusal::{given, refuse_as};
use crate::failure::quoted;

/// A file that WhatsApp can take: its type, size and name are right.
#[derive(Debug)]
pub struct Upload {
    kind: Kind,
    filename: String,
    content: Vec<u8>,
}

const LONGEST_NAME: usize = 240;

impl Upload {
    /// Parses the request. A blank file name counts as not given.
    ///
    /// # Errors
    /// A permanent failure when WhatsApp does not take this type or codec, the
    /// file is empty or too large for its type, or its name cannot be one.
    pub fn parse(request: UploadMediaRequest) -> Result<Self, CommandError> {
        let kind = Kind::parse(&request.mime_type)?;
        let content = request.content;
        kind.check(&content)?;
        let largest = kind.largest(&content);
        if content.is_empty() {
            return Err(refuse_as(
                FailureCategory::Media,
                "empty-media",
                "The field content is empty; WhatsApp takes no empty file.",
                "Check the flow's variable that fills content; it is base64.",
            ));
        }
        if content.len() > largest {
            return Err(refuse_as(
                FailureCategory::Media,
                "media-too-large",
                &format!(
                    "The field content may have at most {largest} bytes for {}; it has {}.",
                    kind.mime_type,
                    content.len()
                ),
                "Make the file smaller, or send it as a document where its type allows it.",
            ));
        }
        let filename = match given(request.filename.as_deref()) {
            Some(name) => checked(name)?,
            None => format!("file.{}", kind.ending),
        };
        Ok(Self {
            kind,
            filename,
            content,
        })
    }

    /// As it is sent.
    pub fn multipart(&self) -> Multipart<'_> {
        Multipart::new(self.kind.mime_type, &self.filename, &self.content)
    }
}

/// A name that stands in a header and means no folder.
fn checked(name: &str) -> Result<String, CommandError> {
    let characters = name.chars().count();
    let is_bad = |c: char| c.is_control() || matches!(c, '/' | '\\');
    if characters <= LONGEST_NAME && !name.contains(is_bad) {
        return Ok(name.to_owned());
    }
    Err(refuse_as(
        FailureCategory::Media,
        "invalid-filename",
        &format!(
            "The field filename must have at most {LONGEST_NAME} characters, and no /, \\ or \
             control character; it has {characters}: {}.",
            quoted(name)
        ),
        "Give the file's name without a folder, such as invoice.pdf.",
    ))
}

#[cfg(test)]
mod tests {
    use super::Upload;
    use crate::bindings::uip::whatsapp::media_files::UploadMediaRequest;
    use crate::bindings::uip::whatsapp::types::{CommandError, Failure};

    fn upload(
        mime_type: &str,
        filename: Option<&str>,
        content: Vec<u8>,
    ) -> Result<Upload, CommandError> {
        Upload::parse(UploadMediaRequest {
            content,
            mime_type: mime_type.to_owned(),
            filename: filename.map(str::to_owned),
        })
    }

    fn refused(result: Result<Upload, CommandError>) -> Failure {
        match result {
            Err(CommandError::PermanentFailure(failure)) => failure,
            other => panic!("{other:?}"),
        }
    }

    fn webp(length: usize, flags: u8) -> Vec<u8> {
        let mut content = vec![0; length];
        content[..4].copy_from_slice(b"RIFF");
        content[8..16].copy_from_slice(b"WEBPVP8X");
        content[20] = flags;
        content
    }

    #[test]
    fn a_file_may_be_as_large_as_its_type_allows_and_no_byte_larger() {
        const MB: usize = 1024 * 1024;
        for (mime_type, largest) in [
            ("image/jpeg", 5 * MB),
            ("image/png", 5 * MB),
            ("image/webp", 100 * 1024),
            ("audio/aac", 16 * MB),
            ("audio/ogg; codecs=opus", 16 * MB),
            ("video/mp4", 16 * MB),
            ("video/3gpp", 16 * MB),
            ("application/pdf", 100 * MB),
            ("text/plain; charset=utf-8", 100 * MB),
        ] {
            assert!(
                upload(mime_type, None, vec![1; largest]).is_ok(),
                "{mime_type}"
            );
            let failure = refused(upload(mime_type, None, vec![1; largest + 1]));
            assert_eq!(failure.code, "media-too-large");
            assert!(
                failure.error.contains(&largest.to_string()),
                "{}",
                failure.error
            );
        }
    }

    #[test]
    fn an_animated_sticker_may_be_larger_than_one_that_stands_still() {
        assert!(upload("image/webp", None, webp(500 * 1024, 0x02)).is_ok());
        assert!(upload("image/webp", None, webp(500 * 1024 + 1, 0x02)).is_err());
        assert!(upload("image/webp", None, webp(100 * 1024, 0x10)).is_ok());
        assert!(upload("image/webp", None, webp(100 * 1024 + 1, 0x10)).is_err());
    }

    #[test]
    fn an_ogg_file_is_sent_with_the_one_codec_that_whatsapp_plays() {
        for mime_type in ["audio/ogg", "Audio/Ogg ;codecs=\"opus\""] {
            let file = upload(mime_type, None, vec![1]).unwrap();
            let form = file.multipart().parts().concat();
            let form = String::from_utf8_lossy(&form);
            let part = "filename=\"file.ogg\"\r\nContent-Type: audio/ogg; codecs=opus\r\n";
            assert!(form.contains(part), "{form}");
        }
    }

    #[test]
    fn only_types_that_whatsapp_takes_are_sent() {
        for mime_type in ["image/PNG", " audio/mpeg ", "application/msword"] {
            assert!(upload(mime_type, None, vec![1]).is_ok(), "{mime_type}");
        }
        for mime_type in [
            "",
            "image/gif",
            "image",
            "image/png\r\nX: 1",
            "application/zip",
        ] {
            let failure = refused(upload(mime_type, None, vec![1]));
            assert_eq!(failure.code, "unsupported-media-type", "{mime_type:?}");
        }
        assert_eq!(
            refused(upload("image/png", None, Vec::new())).code,
            "empty-media"
        );
    }

    #[test]
    fn a_name_is_no_path_and_breaks_no_header() {
        for name in [
            "invoice.pdf",
            "Rechnung Ärzte.pdf",
            "a\"b.pdf",
            &"x".repeat(240),
        ] {
            assert!(
                upload("application/pdf", Some(name), vec![1]).is_ok(),
                "{name}"
            );
        }
        for name in [
            "../a.pdf",
            "a\\b",
            "a\r\nX-Evil: 1",
            "a\0b",
            &"x".repeat(241),
        ] {
            let failure = refused(upload("application/pdf", Some(name), vec![1]));
            assert_eq!(failure.code, "invalid-filename", "{name:?}");
        }
    }
}
