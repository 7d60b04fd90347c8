//! A sample file for a template's header, and the session in which it is
//! uploaded.

use crate::bindings::uip::whatsapp::templates::UploadTemplateSampleRequest;
use crate::cloud_api::media_endpoint::Upload;
use crate::configuration::AppId;
use uip_kit::CommandError;
use uip_kit::file::FileText;
use uip_kit::http::percent;
use uip_kit::json::Object;

/// A file that WhatsApp accepts as a sample.
#[derive(Debug)]
pub struct Sample(Upload);

impl Sample {
    /// Parses the request.
    ///
    /// # Errors
    /// A permanent failure when WhatsApp does not accept this type, the text is
    /// not base64, the file is empty or too large, or its name cannot be one.
    pub fn parse(request: UploadTemplateSampleRequest) -> Result<Self, CommandError> {
        Upload::sample(
            &request.mime_type,
            request.filename.as_deref(),
            request.content,
        )
        .map(Self)
    }

    /// The path and query of the request that begins the upload.
    pub fn path(&self, app: &AppId) -> String {
        let mut path = format!(
            "{}/uploads?file_length={}&file_type=",
            app.as_str(),
            self.0.content().length()
        );
        path.extend(percent::encode(self.0.mime_type()));
        path.push_str("&file_name=");
        path.extend(percent::encode(self.0.filename()));
        path
    }

    /// The file.
    pub fn content(&self) -> &FileText {
        self.0.content()
    }
}

/// The id of an upload that was begun: `upload:` and, after a `?sig=`, its
/// signature. It is the path and query of the next request, so no other
/// character of a URL can be in it.
#[derive(Debug, PartialEq, Eq)]
pub struct UploadId(String);

const LONGEST: usize = 2000;

impl UploadId {
    /// Reads the answer to the request that begins an upload.
    pub fn read(answer: &Object<'_>) -> Option<Self> {
        let id = answer.text("id")?;
        let rest = id.strip_prefix("upload:")?;
        let (session, signature) = match rest.split_once("?sig=") {
            Some((session, signature)) => (session, Some(signature)),
            None => (rest, None),
        };
        let is_word = |word: &str| {
            !word.is_empty()
                && word.bytes().all(|byte| {
                    byte.is_ascii_alphanumeric()
                        || matches!(byte, b'-' | b'_' | b'=' | b'.' | b'~' | b'+')
                })
        };
        let is_id = id.len() <= LONGEST && is_word(session) && signature.is_none_or(is_word);
        is_id.then_some(Self(id))
    }

    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::{Sample, UploadId};
    use crate::bindings::uip::whatsapp::templates::UploadTemplateSampleRequest;
    use crate::configuration::AppId;
    use uip_kit::CommandError;
    use uip_kit::json::Document;

    fn sample(
        mime_type: &str,
        filename: Option<&str>,
        content: &[u8],
    ) -> Result<Sample, CommandError> {
        Sample::parse(UploadTemplateSampleRequest {
            content: BASE64_STANDARD.encode(content),
            mime_type: mime_type.to_owned(),
            filename: filename.map(str::to_owned),
        })
    }

    fn code(result: Result<Sample, CommandError>) -> String {
        match result {
            Err(CommandError::PermanentFailure(failure)) => failure.code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_upload_begins_with_what_is_known_of_the_file() {
        let app = AppId::parse("17").unwrap();
        let path = |filename| sample("Image/PNG", filename, &[1, 2]).unwrap().path(&app);
        assert_eq!(
            path(None),
            "17/uploads?file_length=2&file_type=image%2Fpng&file_name=file.png"
        );
        assert!(path(Some("Brot & Käse?.png")).ends_with("=Brot%20%26%20K%C3%A4se%3F.png"));
    }

    #[test]
    fn only_types_that_a_header_has_are_uploaded() {
        for mime_type in ["image/jpeg", "image/png", "video/mp4", "application/pdf"] {
            assert!(sample(mime_type, None, &[1]).is_ok(), "{mime_type}");
        }
        for mime_type in [
            "",
            "image/webp",
            "audio/mpeg",
            "text/plain",
            "image/png\r\nx: y",
        ] {
            assert_eq!(
                code(sample(mime_type, None, &[1])),
                "unsupported-media-type"
            );
        }
    }

    #[test]
    fn a_file_is_neither_empty_nor_too_large() {
        const MEGABYTE: usize = 1024 * 1024;
        assert_eq!(code(sample("image/png", None, &[])), "empty-media");
        assert!(sample("image/png", None, &vec![0; 5 * MEGABYTE]).is_ok());
        let larger = vec![0; 5 * MEGABYTE + 1];
        assert_eq!(code(sample("image/png", None, &larger)), "media-too-large");
        assert!(sample("video/mp4", None, &larger).is_ok());
        assert_eq!(
            code(sample("image/png", Some("../a"), &[1])),
            "invalid-filename"
        );
    }

    #[test]
    fn an_upload_id_is_one_segment_with_a_signature() {
        let read = |id: &str| {
            let answer = serde_json::json!({ "id": id }).to_string();
            UploadId::read(&Document::parse(&answer).unwrap().object().unwrap())
        };
        for id in [
            "upload:MTphdHRhY2htZW50Ojlk2mJiZxUwLWV6MDUtNDIwMy05yTA3LWQ4ZDPmZGFkNTM0NT8=?sig=ARZqkGCA_uQMxC8nHKI",
            "upload:a",
        ] {
            assert_eq!(read(id).unwrap().as_str(), id);
        }
        for id in [
            "",
            "upload:",
            "17",
            "upload:a/b",
            "upload:../a",
            "upload:a?x=y",
            "upload:a?sig=",
            "upload:a?sig=b&x=y",
            "upload:a?sig=b#c",
            "upload:a b",
            "upload:a\r\nx: y",
            "upload:a\0",
            "upload:é",
            "https://evil.example/upload:a",
            &format!("upload:{}", "a".repeat(2000)),
        ] {
            assert_eq!(read(id), None, "{id}");
        }
    }
}
