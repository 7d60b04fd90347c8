//! A file for WhatsApp to keep.

use super::kind::Kind;
use super::multipart::Multipart;
use crate::bindings::uip::whatsapp::media::UploadMediaRequest;
use uip_kit::failure::quoted;
use uip_kit::field::{given, refuse_as};
use uip_kit::file::FileText;
use uip_kit::{CommandError, FailureCategory};

/// A file that WhatsApp can take: its type, size and name are right.
#[derive(Debug)]
pub struct Upload {
    kind: Kind,
    filename: String,
    content: FileText,
}

const LONGEST_NAME: usize = 240;

impl Upload {
    /// Parses the request. A blank file name counts as not given.
    ///
    /// # Errors
    /// A permanent failure when WhatsApp does not take this type or codec, the
    /// text is not base64, the file is empty or too large for its type, or its
    /// name cannot be one.
    pub fn parse(request: UploadMediaRequest) -> Result<Self, CommandError> {
        let UploadMediaRequest {
            content,
            mime_type,
            filename,
        } = request;
        Self::of(&mime_type, filename.as_deref(), || FileText::parse(content))
    }

    /// As [`Upload::parse`]. The text is read last, since that takes time.
    pub(in crate::cloud_api) fn of(
        mime_type: &str,
        filename: Option<&str>,
        content: impl FnOnce() -> Result<FileText, CommandError>,
    ) -> Result<Self, CommandError> {
        let kind = Kind::parse(mime_type)?;
        let filename = match given(filename) {
            Some(name) => checked(name)?,
            None => format!("file.{}", kind.ending),
        };
        let content = content()?;
        kind.check(content.beginning())?;
        let largest = kind.largest(content.beginning());
        if content.length() == 0 {
            return Err(refuse_as(
                FailureCategory::Media,
                "empty-media",
                "The field content is empty; WhatsApp does not accept an empty file.",
                "Check the flow's variable that fills content; it is base64.",
            ));
        }
        if content.length() > largest {
            return Err(refuse_as(
                FailureCategory::Media,
                "media-too-large",
                &format!(
                    "The field content may have at most {largest} bytes for {}; it has {}.",
                    kind.mime_type,
                    content.length()
                ),
                "Make the file smaller, or send it as a document if its type allows that.",
            ));
        }
        Ok(Self {
            kind,
            filename,
            content,
        })
    }

    /// Parses a sample for a template's header.
    ///
    /// # Errors
    /// As [`Upload::parse`]; and when a header has no files of this type.
    pub fn sample(
        mime_type: &str,
        filename: Option<&str>,
        content: String,
    ) -> Result<Self, CommandError> {
        Kind::check_sample(mime_type)?;
        Self::of(mime_type, filename, || FileText::parse(content))
    }

    /// Its type, as it is sent.
    pub fn mime_type(&self) -> &'static str {
        self.kind.mime_type
    }

    /// Its name, as it is sent.
    pub fn filename(&self) -> &str {
        &self.filename
    }

    /// The file.
    pub fn content(&self) -> &FileText {
        &self.content
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
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::Upload;
    use crate::bindings::uip::whatsapp::media::UploadMediaRequest;
    use uip_kit::{CommandError, Failure};

    fn upload(
        mime_type: &str,
        filename: Option<&str>,
        content: &[u8],
    ) -> Result<Upload, CommandError> {
        Upload::parse(UploadMediaRequest {
            content: BASE64_STANDARD.encode(content),
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

    #[test]
    fn an_ogg_file_is_sent_with_the_one_codec_that_whatsapp_plays() {
        for mime_type in ["audio/ogg", "Audio/Ogg ;codecs=\"opus\""] {
            let file = upload(mime_type, None, &[1]).unwrap();
            let form = file.multipart();
            let form = form.head();
            let part = "filename=\"file.ogg\"\r\nContent-Type: audio/ogg; codecs=opus\r\n";
            assert!(form.contains(part), "{form}");
        }
    }

    #[test]
    fn only_types_that_whatsapp_takes_are_sent() {
        for mime_type in ["image/PNG", " audio/mpeg ", "application/msword"] {
            assert!(upload(mime_type, None, &[1]).is_ok(), "{mime_type}");
        }
        for mime_type in [
            "",
            "image/gif",
            "image",
            "image/png\r\nX: 1",
            "application/zip",
        ] {
            let failure = refused(upload(mime_type, None, &[1]));
            assert_eq!(failure.code, "unsupported-media-type", "{mime_type:?}");
        }
        assert_eq!(refused(upload("image/png", None, &[])).code, "empty-media");
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
                upload("application/pdf", Some(name), &[1]).is_ok(),
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
            let failure = refused(upload("application/pdf", Some(name), &[1]));
            assert_eq!(failure.code, "invalid-filename", "{name:?}");
        }
    }
}
