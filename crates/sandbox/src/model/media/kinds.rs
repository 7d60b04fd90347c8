//! What each kind of media may be, as Meta documents it under "Media".

/// What a message shows media as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Image,
    Video,
    Audio,
    Document,
    Sticker,
}

impl Kind {
    /// From a message's type.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "image" => Self::Image,
            "video" => Self::Video,
            "audio" => Self::Audio,
            "document" => Self::Document,
            "sticker" => Self::Sticker,
            _ => return None,
        })
    }

    /// As a message's type says it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Sticker => "sticker",
        }
    }

    /// Whether a message of this kind can show media of this MIME type with this content. A document can be
    /// anything. Opus can be uploaded under its own type, but plays only in an Ogg file, and no other codec
    /// plays in one.
    pub(crate) fn shows(self, mime_type: &str, content: &[u8]) -> bool {
        let base = base_type(mime_type);
        let is_played = match base.as_str() {
            "audio/opus" => false,
            "audio/ogg" => names_opus(mime_type) && !is_vorbis(content),
            _ => true,
        };
        self == Self::Document || is_played && self.includes(mime_type)
    }

    /// Whether this MIME type is one of this kind, whatever the content.
    pub(crate) fn includes(self, mime_type: &str) -> bool {
        let base = base_type(mime_type);
        TABLE
            .iter()
            .any(|(kind, known)| *kind == self && *known == base)
    }
}

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The MIME types that can be uploaded, each with the kind that shows it.
const TABLE: [(Kind, &str); 19] = [
    (Kind::Audio, "audio/aac"),
    (Kind::Audio, "audio/mp4"),
    (Kind::Audio, "audio/mpeg"),
    (Kind::Audio, "audio/amr"),
    (Kind::Audio, "audio/ogg"),
    (Kind::Audio, "audio/opus"),
    (Kind::Document, "application/vnd.ms-powerpoint"),
    (Kind::Document, "application/msword"),
    (
        Kind::Document,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        Kind::Document,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (
        Kind::Document,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (Kind::Document, "application/pdf"),
    (Kind::Document, "text/plain"),
    (Kind::Document, "application/vnd.ms-excel"),
    (Kind::Image, "image/jpeg"),
    (Kind::Image, "image/png"),
    (Kind::Sticker, "image/webp"),
    (Kind::Video, "video/mp4"),
    (Kind::Video, "video/3gpp"),
];

/// The MIME types that can be uploaded, in the order in which Graph names them.
pub(crate) const TYPES: &str = "audio/aac, audio/mp4, audio/mpeg, audio/amr, audio/ogg, audio/opus, \
    application/vnd.ms-powerpoint, application/msword, \
    application/vnd.openxmlformats-officedocument.wordprocessingml.document, \
    application/vnd.openxmlformats-officedocument.presentationml.presentation, \
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/pdf, text/plain, \
    application/vnd.ms-excel, image/jpeg, image/png, image/webp, video/mp4, video/3gpp";

/// A MIME type in lower case, without parameters: `audio/ogg; codecs=opus` is `audio/ogg`.
pub(crate) fn base_type(mime_type: &str) -> String {
    mime_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether the parameter `codecs` is missing or says Opus.
fn names_opus(mime_type: &str) -> bool {
    mime_type
        .to_ascii_lowercase()
        .split(';')
        .filter_map(|parameter| parameter.trim().strip_prefix("codecs="))
        .all(|codecs| codecs.trim_matches('"') == "opus")
}

/// Whether the first page of an Ogg file begins a Vorbis stream.
fn is_vorbis(ogg: &[u8]) -> bool {
    const MAGIC: &[u8] = b"\x01vorbis";
    ogg.starts_with(b"OggS")
        && ogg
            .get(..ogg.len().min(300))
            .is_some_and(|page| page.windows(MAGIC.len()).any(|bytes| bytes == MAGIC))
}

/// How many bytes media of this type may have; `None` if the type cannot be uploaded.
pub(crate) fn longest(mime_type: &str, bytes: &[u8]) -> Option<usize> {
    let base = base_type(mime_type);
    let (kind, _) = TABLE.iter().find(|(_, known)| *known == base)?;
    Some(match kind {
        Kind::Sticker if !is_animated(bytes) => 100 * KIB,
        kind => kind.limit(),
    })
}

impl Kind {
    /// How many bytes a file of this kind may have. A sticker that does not move may have fewer.
    pub(crate) fn limit(self) -> usize {
        match self {
            Self::Image => 5 * MIB,
            Self::Video | Self::Audio => 16 * MIB,
            Self::Document => 100 * MIB,
            Self::Sticker => 500 * KIB,
        }
    }
}

/// Whether a WebP file says in its extended header that it moves.
fn is_animated(webp: &[u8]) -> bool {
    webp.get(12..16) == Some(b"VP8X") && webp.get(20).is_some_and(|flags| flags & 0x02 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_of_the_table_is_named_in_the_refusal() {
        for (_, known) in TABLE {
            assert!(
                TYPES.split(", ").any(|named| named.trim() == known),
                "{known}"
            );
        }
    }

    #[test]
    fn parameters_and_capitals_do_not_matter() {
        assert_eq!(base_type("Audio/OGG; codecs=opus"), "audio/ogg");
        assert!(Kind::Audio.shows("audio/ogg; codecs=opus", b""));
        assert!(!Kind::Image.shows("image/webp", b""));
        assert!(Kind::Document.shows("video/mp4", b""));
    }

    #[test]
    fn opus_plays_in_ogg_alone_and_nothing_else_plays_there() {
        let vorbis: &[u8] = b"OggS\0\x02\0\0\0\0\x01\x1e\x01vorbis";
        for (mime_type, content) in [
            ("audio/opus", &b""[..]),
            ("Audio/Opus; rate=48000", b""),
            ("audio/ogg; codecs=vorbis", b""),
            ("audio/ogg; codecs=\"speex\"", b""),
            ("audio/ogg; codecs=opus", vorbis),
        ] {
            assert!(!Kind::Audio.shows(mime_type, content), "{mime_type}");
            assert!(Kind::Document.shows(mime_type, content), "{mime_type}");
            assert!(longest(mime_type, content).is_some(), "{mime_type}");
        }
        for mime_type in ["audio/ogg", "audio/ogg; codecs=\"Opus\""] {
            assert!(
                Kind::Audio.shows(mime_type, b"OggS and more"),
                "{mime_type}"
            );
        }
    }

    #[test]
    fn a_sticker_that_moves_may_be_larger() {
        let mut webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0".to_vec();
        assert_eq!(longest("image/webp", &webp), Some(500 * KIB));
        webp[20] = 0;
        assert_eq!(longest("image/webp", &webp), Some(100 * KIB));
        assert_eq!(longest("application/zip", &webp), None);
    }
}
