use std::time::Duration;

use proptest::prelude::*;

use super::{InvalidStorage, LONGEST, Storage};

/// The credentials of AWS's documented examples.
fn storage(endpoint: &str) -> Storage {
    Storage::new(
        endpoint,
        "us-east-1",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )
    .unwrap()
}

/// 2013-05-24, 00:00 UTC.
const EXAMPLE: u64 = 1_369_353_600;

#[test]
fn the_documented_example_has_the_documented_signature() {
    let storage = storage("https://examplebucket.s3.amazonaws.com");
    assert_eq!(
        storage.sign("/test.txt", 86_400, EXAMPLE),
        "https://examplebucket.s3.amazonaws.com/test.txt\
         ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

#[test]
fn the_scheme_s_own_port_is_left_out_and_another_is_kept() {
    let host = |endpoint| {
        let link = storage(endpoint).link("files", "a", 1, 0).unwrap();
        link.split('/').nth(2).unwrap().to_owned()
    };
    assert_eq!(host("https://Storage.Example:443/"), "storage.example");
    assert_eq!(host("http://storage.example:80"), "storage.example");
    assert_eq!(host("http://127.0.0.1:9000"), "127.0.0.1:9000");
}

#[test]
fn what_cannot_be_right_is_refused_by_name() {
    let new = |endpoint, region, id, secret| Storage::new(endpoint, region, id, secret).err();
    let endpoint = "https://storage.example";
    for bad in [
        "storage.example",
        "ftp://storage.example",
        "https://",
        "https://user@storage.example",
        "https://storage.example:0",
        "https://storage.example:99999",
        "https://storage.example/?x",
        "https://storage.example/a b",
    ] {
        let refused = new(bad, "auto", "id", "secret");
        assert_eq!(refused, Some(InvalidStorage::Endpoint), "{bad}");
    }
    assert_eq!(new(endpoint, "", "id", "s"), Some(InvalidStorage::Region));
    assert_eq!(
        new(endpoint, "a/b", "id", "s"),
        Some(InvalidStorage::Region)
    );
    assert_eq!(
        new(endpoint, "auto", "i d", "s"),
        Some(InvalidStorage::AccessKeyId)
    );
    assert_eq!(
        new(endpoint, "auto", "id", ""),
        Some(InvalidStorage::SecretAccessKey)
    );
    let link = |bucket: &str, file: &str, seconds| {
        storage(endpoint).link(bucket, file, seconds, EXAMPLE).err()
    };
    for bad in [
        "",
        "ab",
        "Files",
        "a/b",
        "-ab",
        "a..b",
        "a?b",
        &"a".repeat(223),
    ] {
        assert_eq!(link(bad, "a", 1), Some(InvalidStorage::Bucket), "{bad}");
    }
    for bad in ["", "../secret", "a/../b", "a/.", &"a".repeat(1025)] {
        assert_eq!(link("files", bad, 1), Some(InvalidStorage::File), "{bad}");
    }
    assert_eq!(link("files", "a", 0), Some(InvalidStorage::Lifetime));
    assert_eq!(
        link("files", "a", LONGEST + 1),
        Some(InvalidStorage::Lifetime)
    );
    assert_eq!(link("files", "a", LONGEST), None);
}

#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?}", storage("https://storage.example"));
    assert!(
        !shown.contains("AKIA") && !shown.contains("wJal"),
        "{shown}"
    );
}

proptest! {
    #[test]
    fn every_link_is_the_one_that_a_library_makes(
        bucket in "[a-z0-9][a-z0-9-]{1,40}[a-z0-9]",
        file in "[^/.\u{0}][^.\u{0}]{0,60}",
        seconds in 1..=LONGEST,
        now in 0..=4_102_444_800_u64,
    ) {
        let endpoint = "https://storage.example:8443";
        let ours = storage(endpoint).link(&bucket, &file, seconds, now).unwrap();
        let theirs = library_link(endpoint, &bucket, &file, seconds, now);
        prop_assert_eq!(ours, theirs);
    }
}

fn library_link(endpoint: &str, bucket: &str, file: &str, seconds: u64, now: u64) -> String {
    use rusty_s3::{Bucket, Credentials, S3Action as _, UrlStyle, actions::GetObject};
    let endpoint = endpoint.parse().unwrap();
    let bucket = Bucket::new(endpoint, UrlStyle::Path, bucket.to_owned(), "us-east-1").unwrap();
    let credentials = Credentials::new(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    );
    let now = jiff::Timestamp::from_second(i64::try_from(now).unwrap()).unwrap();
    GetObject::new(&bucket, Some(&credentials), file)
        .sign_with_time(Duration::from_secs(seconds), &now)
        .into()
}
