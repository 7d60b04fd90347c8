//! The body of an upload: a form with a file (RFC 7578).

use uip_kit::file::FileText;
use uip_kit::http::Part;

/// The form, in the parts that it is sent in: the file is decoded as it is
/// sent.
#[derive(Debug)]
pub struct Multipart<'a> {
    boundary: String,
    head: String,
    content: &'a FileText,
    tail: String,
}

impl<'a> Multipart<'a> {
    /// A form with the fields that `POST /{phone-number-id}/media` takes.
    ///
    /// The boundary holds the file's hash, so that no file can be made to
    /// contain it.
    pub fn new(mime_type: &str, filename: &str, content: &'a FileText) -> Self {
        let hash = content.digest().hexadecimal();
        // At most 70 characters.
        let boundary = format!("uip{hash}");
        let mut escaped = String::with_capacity(filename.len());
        for character in filename.chars() {
            match character {
                '"' => escaped.push_str("%22"),
                other => escaped.push(other),
            }
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\n\
             whatsapp\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n{mime_type}\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"{escaped}\"\r\nContent-Type: {mime_type}\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        Self {
            boundary,
            head,
            content,
            tail,
        }
    }

    /// The header `Content-Type`.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The body.
    pub fn parts(&self) -> [Part<'_>; 3] {
        [
            Part::Text(&self.head),
            Part::File(self.content),
            Part::Text(&self.tail),
        ]
    }

    /// What precedes the file.
    #[cfg(test)]
    pub fn head(&self) -> &str {
        &self.head
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use uip_kit::file::FileText;
    use uip_kit::http::Part;

    use super::Multipart;

    #[test]
    fn the_form_has_the_documented_fields_and_the_file_unchanged() {
        let content = b"\0\r\n--uip\xff";
        let file = FileText::parse(BASE64_STANDARD.encode(content)).unwrap();
        let form = Multipart::new("image/png", "a \"b\".png", &file);
        let mut body = Vec::new();
        for part in form.parts() {
            part.pieces(&mut |piece| {
                body.extend_from_slice(piece);
                true
            });
        }
        let length: usize = form.parts().iter().map(Part::length).sum();
        assert_eq!(length, body.len());
        let boundary = form.boundary.as_bytes();
        assert!(form.content_type().ends_with(&form.boundary));
        assert!(form.boundary.len() <= 70);
        let text = String::from_utf8_lossy(&body);
        for part in [
            "name=\"messaging_product\"\r\n\r\nwhatsapp\r\n",
            "name=\"type\"\r\n\r\nimage/png\r\n",
            "name=\"file\"; filename=\"a %22b%22.png\"\r\nContent-Type: image/png\r\n\r\n",
        ] {
            assert!(text.contains(part), "{text}");
        }
        let times = body
            .windows(boundary.len())
            .filter(|window| window == &boundary)
            .count();
        assert_eq!(times, 4);
        let at = body
            .windows(content.len())
            .position(|window| window == content);
        assert!(at.is_some());
    }
}
