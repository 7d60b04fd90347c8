//! Files in a storage, and links instead of files.

use super::attachments::media;
use super::refused;
use crate::bindings::uip::whatsapp::outgoing::{MediaMessage, MediaType};
use crate::cloud_api::{StoredFile, link_instead};
use uip_kit::json::to_string;
use uip_kit::signed_link::Storage;

const NOW: u64 = 1_780_000_000;

fn stored(bucket: &str, file: &str) -> MediaMessage {
    MediaMessage {
        media_id: None,
        bucket_name: Some(bucket.to_owned()),
        object_name: Some(file.to_owned()),
        ..media(MediaType::Document)
    }
}

fn storage() -> Storage {
    Storage::new("https://storage.example", "auto", "GOOG1E", "open-sesame").unwrap()
}

#[test]
fn a_stored_file_is_signed_for_a_day_unless_the_request_says_otherwise() {
    for (seconds, expires) in [(None, 86_400), (Some(1), 1), (Some(604_800), 604_800)] {
        let request = MediaMessage {
            link_seconds: seconds,
            ..stored("bakery-menus", "2026/the menu.pdf")
        };
        let file = StoredFile::parse(&request).unwrap().unwrap();
        let link = file.link(&storage(), NOW).unwrap();
        let start = "https://storage.example/bakery-menus/2026/the%20menu.pdf?";
        assert!(link.starts_with(start), "{link}");
        assert!(
            link.contains(&format!("X-Amz-Expires={expires}&")),
            "{link}"
        );
        assert!(!link.contains("sesame"), "{link}");
    }
}

#[test]
fn a_request_without_a_bucket_has_no_stored_file() {
    let blank = MediaMessage {
        bucket_name: Some(" ".to_owned()),
        object_name: Some(String::new()),
        ..media(MediaType::Image)
    };
    assert!(StoredFile::parse(&blank).unwrap().is_none());
}

#[test]
fn a_stored_file_needs_both_names_and_no_other_source() {
    let whole = || stored("bakery-menus", "menu.pdf");
    let wrong = [
        (
            MediaMessage {
                object_name: None,
                ..whole()
            },
            "incomplete-stored-file",
        ),
        (
            MediaMessage {
                bucket_name: None,
                ..whole()
            },
            "incomplete-stored-file",
        ),
        (
            MediaMessage {
                link: Some("https://bakery.example/menu.pdf".to_owned()),
                ..whole()
            },
            "conflicting-fields",
        ),
        (
            MediaMessage {
                media_id: Some("2871834006348767".to_owned()),
                ..whole()
            },
            "conflicting-fields",
        ),
        (
            MediaMessage {
                link_seconds: Some(60),
                ..media(MediaType::Image)
            },
            "misplaced-field",
        ),
    ];
    for (request, code) in wrong {
        assert_eq!(refused(StoredFile::parse(&request)).code, code);
    }
}

#[test]
fn a_name_or_a_time_that_cannot_be_right_is_refused_by_its_field() {
    let long = "a".repeat(1025);
    for (bucket, file, seconds, field) in [
        ("gs://menus", "menu.pdf", 60, "bucketName"),
        ("Menus", "menu.pdf", 60, "bucketName"),
        ("menus/../keys", "menu.pdf", 60, "bucketName"),
        ("bakery-menus", "../keys", 60, "objectName"),
        ("bakery-menus", "a/./b", 60, "objectName"),
        ("bakery-menus", long.as_str(), 60, "objectName"),
        ("bakery-menus", "menu.pdf", 0, "linkSeconds"),
        ("bakery-menus", "menu.pdf", 604_801, "linkSeconds"),
    ] {
        let request = MediaMessage {
            link_seconds: Some(seconds),
            ..stored(bucket, file)
        };
        let stored = StoredFile::parse(&request).unwrap().unwrap();
        let failure = refused(stored.link(&storage(), NOW));
        assert!(failure.error.contains(field), "{}", failure.error);
    }
}

#[test]
fn a_name_cannot_add_to_the_links_query_or_leave_its_path() {
    let request = stored("bakery-menus", "menu.pdf?X-Amz-Expires=9#\r\nHost: evil");
    let file = StoredFile::parse(&request).unwrap().unwrap();
    let link = file.link(&storage(), NOW).unwrap();
    assert!(
        link.contains("/menu.pdf%3FX-Amz-Expires%3D9%23%0D%0AHost%3A%20evil?"),
        "{link}"
    );
}

/// The text that is sent instead of the file at this link.
fn instead(
    media_type: MediaType,
    link: &str,
    mime_type: Option<&str>,
    file_size: Option<u64>,
) -> Option<String> {
    let request = MediaMessage {
        media_id: None,
        link: Some(link.to_owned()),
        link_fallback: Some(true),
        mime_type: mime_type.map(str::to_owned),
        file_size,
        ..media(media_type)
    };
    link_instead(&request).unwrap().map(|text| to_string(&text))
}

#[test]
fn a_file_of_a_type_that_is_not_shown_becomes_a_link() {
    use MediaType::{Audio, Document, Image, Sticker, Video};
    for (kind, shown, not_shown) in [
        (
            Audio,
            &["aac", "mp4", "amr", "mp3", "opus", "ogg", "m4a", "OGG"][..],
            &["wav", "flac", "wma"][..],
        ),
        (Image, &["jpg", "jpeg", "png"], &["gif", "webp", "heic"]),
        (Video, &["mp4", "3gp"], &["mov", "avi"]),
        (Sticker, &["webp"], &["png"]),
        (Document, &["pdf", "zip", "xyz"], &[]),
    ] {
        for extension in shown {
            let link = format!("https://bakery.example/a.b/file.{extension}?v=1.wav#x");
            assert_eq!(instead(kind, &link, None, None), None, "{extension}");
        }
        for extension in not_shown {
            let link = format!("https://bakery.example/file.{extension}");
            let text = format!("{{\"body\":\"{link}\"}}");
            assert_eq!(instead(kind, &link, None, None), Some(text), "{extension}");
        }
    }
}

#[test]
fn a_given_type_decides_over_the_extension() {
    let link = "https://bakery.example/file.wav";
    let ogg = Some("Audio/OGG; codecs=opus");
    assert_eq!(instead(MediaType::Audio, link, ogg, None), None);
    let link = "https://bakery.example/file.mp3";
    assert!(instead(MediaType::Audio, link, Some("audio/wav"), None).is_some());
}

#[test]
fn a_file_that_is_too_large_becomes_a_link() {
    let megabyte = 1024 * 1024;
    for (kind, extension, largest) in [
        (MediaType::Image, "png", 5 * megabyte),
        (MediaType::Audio, "mp3", 5 * megabyte),
        (MediaType::Video, "mp4", 16 * megabyte),
        (MediaType::Document, "pdf", 100 * megabyte),
        (MediaType::Sticker, "webp", 500 * 1024),
    ] {
        let link = format!("https://bakery.example/file.{extension}");
        assert_eq!(instead(kind, &link, None, Some(largest)), None);
        assert!(instead(kind, &link, None, Some(largest + 1)).is_some());
    }
}

#[test]
fn what_is_not_known_of_a_file_is_not_held_against_it() {
    for link in [
        "https://bakery.example/listen",
        "https://bakery.example",
        "https://bakery.example/.well-known/a",
        "https://bakery.example/file.verylongextension",
    ] {
        assert_eq!(instead(MediaType::Audio, link, None, None), None, "{link}");
    }
}

#[test]
fn the_caption_precedes_the_link() {
    let request = MediaMessage {
        media_id: None,
        link: Some("https://bakery.example/oven.mov".to_owned()),
        link_fallback: Some(true),
        caption: Some("The new oven".to_owned()),
        ..media(MediaType::Video)
    };
    let text = link_instead(&request).unwrap().unwrap();
    assert_eq!(
        to_string(&text),
        r#"{"body":"The new oven\nhttps://bakery.example/oven.mov"}"#
    );
}

#[test]
fn an_uploaded_file_has_no_link_to_fall_back_to() {
    let request = MediaMessage {
        link_fallback: Some(true),
        ..media(MediaType::Audio)
    };
    let failure = refused(link_instead(&request));
    assert_eq!(failure.code, "misplaced-field");
    assert!(failure.error.contains("linkFallback"), "{}", failure.error);
}

#[test]
fn without_the_fallback_every_file_is_sent_as_a_file() {
    let request = MediaMessage {
        media_id: None,
        link: Some("https://bakery.example/oven.wav".to_owned()),
        file_size: Some(u64::MAX),
        ..media(MediaType::Audio)
    };
    assert!(link_instead(&request).unwrap().is_none());
}
