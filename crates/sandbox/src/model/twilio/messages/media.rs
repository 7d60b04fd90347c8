//! Files of the business's, by their links.

use crate::model::media::Kind;

/// What WhatsApp shows a file as. Twilio fetches the link and looks at its `Content-Type`; the sandbox fetches
/// nothing, and goes by the end of the link's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    kind: Kind,
    pub(crate) content_type: &'static str,
}

const BY_ENDING: [(&str, Kind, &str); 14] = [
    ("jpg", Kind::Image, "image/jpeg"),
    ("jpeg", Kind::Image, "image/jpeg"),
    ("png", Kind::Image, "image/png"),
    ("webp", Kind::Sticker, "image/webp"),
    ("mp4", Kind::Video, "video/mp4"),
    ("3gp", Kind::Video, "video/3gpp"),
    ("mp3", Kind::Audio, "audio/mpeg"),
    ("ogg", Kind::Audio, "audio/ogg"),
    ("opus", Kind::Audio, "audio/ogg"),
    ("amr", Kind::Audio, "audio/amr"),
    ("m4a", Kind::Audio, "audio/mp4"),
    ("aac", Kind::Audio, "audio/aac"),
    ("pdf", Kind::Document, "application/pdf"),
    ("vcf", Kind::Document, "text/vcard"),
];

impl Shown {
    pub(crate) fn by_name(link: &str) -> Self {
        let path = link.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        let found = BY_ENDING.iter().find(|(known, ..)| *known == ending);
        let (kind, content_type) = found.map_or(
            (Kind::Document, "application/octet-stream"),
            |(_, kind, content_type)| (*kind, *content_type),
        );
        Self { kind, content_type }
    }

    /// The type of the message, as the Cloud API names it.
    pub(crate) fn kind(self) -> &'static str {
        self.kind.name()
    }

    /// Whether the text of the message is shown below it: with everything but pictures Twilio drops it.
    pub(crate) fn has_caption(self) -> bool {
        self.kind == Kind::Image
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_shown_by_the_end_of_its_name() {
        let kind = |link: &str| Shown::by_name(link).kind();
        assert_eq!(
            kind("https://bakery.example/a.b/loaf.JPG?size=1.mp4"),
            "image"
        );
        assert_eq!(kind("https://bakery.example/song.ogg"), "audio");
        assert_eq!(kind("https://bakery.example/"), "document");
        assert!(!Shown::by_name("https://bakery.example/a.pdf").has_caption());
    }
}
