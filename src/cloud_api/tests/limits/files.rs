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
    ("audio/ogg", 16 * MEGABYTE),
    ("audio/ogg; codecs=opus", 16 * MEGABYTE),
    ("audio/opus", 16 * MEGABYTE),
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
        let file = |bytes| upload(mime_type, None, vec![0; bytes]);
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
        upload("image/webp", None, content)
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
        "video/quicktime",
        "video/webm",
        "application/zip",
        "text/html",
        "text/csv",
        "image",
        "",
    ] {
        let outcome = upload(mime_type, None, vec![0]);
        is_refused(outcome, "unsupported-media-type", "mimeType", &[mime_type]);
    }
}
