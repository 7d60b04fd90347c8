//! Sizes and types of files.

use super::requests::upload;
use super::{is_refused, refused};

const KILOBYTE: usize = 1024;
const MEGABYTE: usize = 1024 * KILOBYTE;

/// Every type of file that WhatsApp takes, and the largest size in bytes.
#[rustfmt::skip]
const FILES: &[(&str, usize)] = &[
    ("image/jpeg", 5 * MEGABYTE),
    ("image/png", 5 * MEGABYTE),
    ("image/webp", 100 * KILOBYTE),
    ("audio/aac", 16 * MEGABYTE),
    ("audio/amr", 16 * MEGABYTE),
    ("audio/mp4", 16 * MEGABYTE),
    ("audio/mpeg", 16 * MEGABYTE),
    ("audio/ogg; codecs=opus", 16 * MEGABYTE),
    ("video/mp4", 16 * MEGABYTE),
    ("video/3gpp", 16 * MEGABYTE),
    ("text/plain", 100 * MEGABYTE),
    ("application/pdf", 100 * MEGABYTE),
    ("application/msword", 100 * MEGABYTE),
    ("application/vnd.ms-excel", 100 * MEGABYTE),
    ("application/vnd.ms-powerpoint", 100 * MEGABYTE),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", 100 * MEGABYTE),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 100 * MEGABYTE),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", 100 * MEGABYTE),
];

#[test]
fn a_file_may_be_as_large_as_its_type_allows_and_no_byte_larger() {
    for (mime_type, largest) in FILES {
        // Zeroes that nobody looks at cost no memory.
        let file = |bytes| upload(mime_type, None, &vec![0; bytes]);
        for inside in [1, *largest] {
            assert!(file(inside).is_ok(), "{mime_type} {inside}");
        }
        let (limit, bytes) = (largest.to_string(), (largest + 1).to_string());
        is_refused(
            file(largest + 1),
            "media-too-large",
            "content",
            &[mime_type, &limit, &bytes],
        );
        assert_eq!(refused(file(0)).code, "empty-media", "{mime_type}");
    }
}

#[test]
fn an_animated_sticker_may_be_larger_than_one_that_stands_still() {
    const ANIMATED: u8 = 0b0000_0010;
    const TRANSPARENT: u8 = 0b0001_0000;
    let sticker = |flags, bytes| {
        let mut content = vec![0; bytes];
        content[..4].copy_from_slice(b"RIFF");
        content[8..16].copy_from_slice(b"WEBPVP8X");
        content[20] = flags;
        upload("image/webp", None, &content)
    };
    for (flags, largest) in [
        (TRANSPARENT, 100 * KILOBYTE),
        (ANIMATED, 500 * KILOBYTE),
        (ANIMATED | TRANSPARENT, 500 * KILOBYTE),
    ] {
        assert!(sticker(flags, largest).is_ok(), "{flags:b}");
        let (limit, bytes) = (largest.to_string(), (largest + 1).to_string());
        is_refused(
            sticker(flags, largest + 1),
            "media-too-large",
            "content",
            &[&limit, &bytes],
        );
    }
}

#[test]
fn other_types_of_files_are_refused_and_the_type_is_shown() {
    for mime_type in [
        "image/gif",
        "image/svg+xml",
        "image/heic",
        "audio/wav",
        "audio/webm;codecs=opus",
        "audio/opus",
        "video/quicktime",
        "video/webm",
        "application/zip",
        "text/html",
        "text/csv",
        "image",
        "",
    ] {
        let outcome = upload(mime_type, None, &[0]);
        is_refused(outcome, "unsupported-media-type", "mimeType", &[mime_type]);
    }
}

#[test]
fn a_codec_that_whatsapp_does_not_play_is_refused() {
    for mime_type in [
        "audio/ogg; codecs=vorbis",
        "Audio/OGG;Codecs=\"speex\"",
        "audio/ogg; rate=48000; codecs=flac",
        "audio/mp4; codecs=opus",
        "video/mp4; codecs=\"hvc1.1.6.L93.B0, mp4a.40.2\"",
        "video/mp4; codecs=\"avc1.42E01E, opus\"",
        "video/3gpp; codecs=s263",
    ] {
        let failure = refused(upload(mime_type, None, &[0]));
        assert_eq!(failure.code, "unsupported-media-type", "{mime_type}");
        assert!(failure.advice.contains("Opus in Ogg"), "{}", failure.advice);
    }
    for mime_type in [
        "audio/ogg",
        "audio/ogg; codecs=\"OPUS\"",
        "audio/mp4; codecs=mp4a.40.2",
        "video/mp4; codecs=\"avc1.42E01E, mp4a.40.2\"",
        "text/plain; codecs=x",
    ] {
        assert!(upload(mime_type, None, &[0]).is_ok(), "{mime_type}");
    }
}

#[test]
fn opus_without_ogg_is_refused_with_what_to_do() {
    let failure = refused(upload("audio/opus", None, &[0]));
    assert!(
        failure.error.contains("Nothing was sent"),
        "{}",
        failure.error
    );
    assert!(
        failure.advice.contains("audio/ogg; codecs=opus"),
        "{}",
        failure.advice
    );
}

#[test]
fn an_ogg_file_holds_no_other_codec_than_opus() {
    let ogg = |packet: &[u8]| {
        let mut page = b"OggS\x00\x02".to_vec();
        page.resize(26, 0);
        page.extend([1, 19]);
        page.extend(packet);
        page
    };
    for packet in [&b"OpusHead"[..], b"", b"what comes one day"] {
        assert!(upload("audio/ogg", None, &ogg(packet)).is_ok());
    }
    for (packet, codec) in [
        (&b"\x01vorbis"[..], "Vorbis"),
        (b"Speex   1.2", "Speex"),
        (b"\x7fFLAC", "FLAC"),
    ] {
        let failure = refused(upload("audio/ogg; codecs=opus", None, &ogg(packet)));
        assert_eq!(failure.code, "unsupported-media-type");
        assert!(
            failure.error.contains("content") && failure.error.contains(codec),
            "{}",
            failure.error
        );
        // Bytes that only look like Ogg do not matter in other files.
        assert!(upload("application/pdf", None, &ogg(packet)).is_ok());
    }
    for short in [&b"OggS"[..], b"O", &[255; 27]] {
        assert!(upload("audio/ogg", None, short).is_ok());
    }
}
