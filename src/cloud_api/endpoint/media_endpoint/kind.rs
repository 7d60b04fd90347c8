//! The kinds of files that WhatsApp takes, after Meta's page on media.

use uip_kit::failure::quoted;
use uip_kit::field::refuse_as;
use uip_kit::{CommandError, FailureCategory};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its MIME type, as it is sent.
    pub mime_type: &'static str,
    /// The usual extension of its name.
    pub ending: &'static str,
    /// The largest size in bytes.
    pub largest: usize,
    /// How the names of the codecs begin that WhatsApp plays in it (RFC 6381).
    codecs: &'static [&'static str],
}

const KILOBYTE: usize = 1024;
const MEGABYTE: usize = 1024 * KILOBYTE;
const PICTURE: usize = 5 * MEGABYTE;
const SOUND_OR_VIDEO: usize = 16 * MEGABYTE;
const DOCUMENT: usize = 100 * MEGABYTE;
const STICKER: usize = 100 * KILOBYTE;
const ANIMATED_STICKER: usize = 500 * KILOBYTE;

const fn kind(mime_type: &'static str, ending: &'static str, largest: usize) -> Kind {
    Kind {
        mime_type,
        ending,
        largest,
        codecs: &[],
    }
}

const fn playing(
    codecs: &'static [&'static str],
    mime_type: &'static str,
    ending: &'static str,
) -> Kind {
    Kind {
        codecs,
        ..kind(mime_type, ending, SOUND_OR_VIDEO)
    }
}

const AAC: &[&str] = &["mp4a"];
const H264_AND_AAC: &[&str] = &["avc1", "avc3", "mp4a"];

/// An Ogg file plays only when its codec is named, and only with this codec.
const OGG_WITH_OPUS: &str = "audio/ogg; codecs=opus";

static KINDS: &[Kind] = &[
    kind("image/jpeg", "jpg", PICTURE),
    kind("image/png", "png", PICTURE),
    kind("image/webp", "webp", STICKER),
    kind("audio/aac", "aac", SOUND_OR_VIDEO),
    kind("audio/amr", "amr", SOUND_OR_VIDEO),
    playing(AAC, "audio/mp4", "m4a"),
    kind("audio/mpeg", "mp3", SOUND_OR_VIDEO),
    playing(&["opus"], OGG_WITH_OPUS, "ogg"),
    playing(H264_AND_AAC, "video/mp4", "mp4"),
    playing(H264_AND_AAC, "video/3gpp", "3gp"),
    kind("text/plain", "txt", DOCUMENT),
    kind("application/pdf", "pdf", DOCUMENT),
    kind("application/msword", "doc", DOCUMENT),
    kind("application/vnd.ms-excel", "xls", DOCUMENT),
    kind("application/vnd.ms-powerpoint", "ppt", DOCUMENT),
    kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        DOCUMENT,
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        DOCUMENT,
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
        DOCUMENT,
    ),
];

impl Kind {
    /// Parses the field `mimeType`. Case and white space do not matter. A
    /// parameter `codecs` must name codecs that WhatsApp plays; other
    /// parameters, such as a text's charset, are ignored. `audio/ogg` means
    /// Opus in Ogg: WhatsApp plays no other codec in it.
    ///
    /// # Errors
    /// A permanent failure when WhatsApp does not play or show this type or
    /// one of its codecs. Such a file can be uploaded, but a message with it
    /// fails with 131053.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let mut written = value.to_ascii_lowercase();
        written.retain(|c| !c.is_ascii_whitespace());
        let mut parts = written.split(';');
        let essence = parts.next().unwrap_or_default();
        let kind = KINDS
            .iter()
            .find(|kind| kind.mime_type.split(';').next() == Some(essence))
            .ok_or_else(|| {
                unsupported(
                    value,
                    if essence == "audio/opus" {
                        OPUS_ADVICE
                    } else {
                        TYPES_ADVICE
                    },
                )
            })?;
        let codecs = parts.filter_map(|parameter| parameter.strip_prefix("codecs="));
        for codec in codecs.flat_map(|list| list.trim_matches('"').split(',')) {
            let is_played = |known: &&str| codec.starts_with(*known);
            if !kind.codecs.is_empty() && !kind.codecs.iter().any(is_played) {
                return Err(unsupported(value, CODECS_ADVICE));
            }
        }
        Ok(*kind)
    }

    /// Checks the field `mimeType` of a sample for a template's header.
    ///
    /// # Errors
    /// As [`Kind::parse`]; and for a type that no header has.
    pub fn check_sample(value: &str) -> Result<(), CommandError> {
        let is_sample = |kind: &Self| SAMPLES.contains(&kind.mime_type);
        match Self::parse(value).ok().filter(is_sample) {
            Some(_) => Ok(()),
            None => Err(unsupported(value, SAMPLES_ADVICE)),
        }
    }

    /// Checks that the file holds no codec that WhatsApp does not play, as far
    /// as its first bytes tell.
    ///
    /// # Errors
    /// A permanent failure for an Ogg file with another codec than Opus.
    pub fn check(self, beginning: &[u8]) -> Result<(), CommandError> {
        match ogg_codec(beginning).filter(|_| self.mime_type == OGG_WITH_OPUS) {
            Some(codec) if codec != "Opus" => Err(refuse_as(
                FailureCategory::Media,
                "unsupported-media-type",
                &format!(
                    "The field content is an Ogg file with {codec}; WhatsApp plays only Opus."
                ),
                CODECS_ADVICE,
            )),
            _ => Ok(()),
        }
    }

    /// The largest size in bytes of a file that begins so: an animated sticker
    /// may be larger than a static one.
    pub fn largest(self, beginning: &[u8]) -> usize {
        if self.mime_type == "image/webp" && is_animated(beginning) {
            ANIMATED_STICKER
        } else {
            self.largest
        }
    }
}

/// Whether the file of a sticker has the flag of an animation in its extended header.
fn is_animated(webp: &[u8]) -> bool {
    const ANIMATION: u8 = 0x02;
    webp.get(8..16) == Some(b"WEBPVP8X") && webp.get(20).is_some_and(|flags| flags & ANIMATION != 0)
}

/// The codec of an Ogg file, where its first packet names one that is known.
fn ogg_codec(content: &[u8]) -> Option<&'static str> {
    const PAGE_HEADER: usize = 27;
    let segments = usize::from(*content.get(PAGE_HEADER - 1)?);
    let packet = content.get(PAGE_HEADER + segments..)?;
    let codecs: [(&[u8], &str); 4] = [
        (b"OpusHead", "Opus"),
        (b"\x01vorbis", "Vorbis"),
        (b"Speex   ", "Speex"),
        (b"\x7fFLAC", "FLAC"),
    ];
    codecs
        .into_iter()
        .find(|(magic, _)| content.starts_with(b"OggS") && packet.starts_with(magic))
        .map(|(_, codec)| codec)
}

fn unsupported(value: &str, advice: &str) -> CommandError {
    refuse_as(
        FailureCategory::Media,
        "unsupported-media-type",
        &format!(
            "The field mimeType must be a file type that WhatsApp accepts; it is {}.",
            quoted(value)
        ),
        advice,
    )
}

/// Files that the header of a template can have.
const SAMPLES: [&str; 4] = ["image/jpeg", "image/png", "video/mp4", "application/pdf"];

const SAMPLES_ADVICE: &str = "Use image/jpeg, image/png, video/mp4 or application/pdf.";
const TYPES_ADVICE: &str = "Use image/jpeg, image/png, image/webp, audio/aac, audio/amr, \
                            audio/mp4, audio/mpeg, audio/ogg; codecs=opus, video/mp4, video/3gpp, \
                            text/plain, application/pdf, or a type of Word, Excel or PowerPoint; \
                            convert other files.";
const OPUS_ADVICE: &str = "WhatsApp plays Opus only in an Ogg file: use audio/ogg; codecs=opus. A \
                           file named .opus usually is one already; otherwise put the audio into \
                           Ogg, such as with ffmpeg -i voice.opus -c copy voice.ogg.";
const CODECS_ADVICE: &str = "Convert the file: WhatsApp plays Opus in Ogg, AAC in audio/mp4, and \
                             H.264 with AAC in video.";
