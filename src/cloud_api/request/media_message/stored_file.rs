//! A file in the business's own storage, sent by a signed link.

use super::content::not_one;
use crate::bindings::uip::whatsapp::outgoing::MediaMessage;
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use uip_kit::FailureCategory;
use uip_kit::field::{found, given};
use uip_kit::signed_link::{InvalidStorage, LONGEST, Storage};

/// How long a link works unless the request says so: a day.
const LIFETIME: u32 = 24 * 60 * 60;

/// What a name has at most, in an error's excerpt.
const LONGEST_NAME: usize = 1024;

/// A file in a bucket, and how long its link works.
#[derive(Debug)]
pub struct StoredFile<'a> {
    bucket: &'a str,
    file: &'a str,
    seconds: u32,
}

impl<'a> StoredFile<'a> {
    /// The file that the fields `bucketName` and `objectName` name, if they do.
    ///
    /// # Errors
    /// A permanent failure when only one of them is given, when `link` or
    /// `mediaId` is given too, or when `linkSeconds` is given without them.
    pub fn parse(request: &'a MediaMessage) -> Result<Option<Self>, Refusal> {
        let (bucket, file) = (
            given(request.bucket_name.as_deref()),
            given(request.object_name.as_deref()),
        );
        let (bucket, file) = match (bucket, file) {
            (Some(bucket), Some(file)) => (bucket, file),
            (None, None) if request.link_seconds.is_none() => return Ok(None),
            (None, None) => {
                return Err(refuse_as(
                    FailureCategory::Media,
                    "misplaced-field",
                    "The field linkSeconds can only be used with a file in your storage.",
                    "Leave linkSeconds out, or give bucketName and objectName.",
                ));
            }
            (None, Some(_)) => return Err(incomplete("bucketName")),
            (Some(_), None) => return Err(incomplete("objectName")),
        };
        let others = [&request.link, &request.media_id];
        if others.iter().any(|it| given(it.as_deref()).is_some()) {
            return Err(not_one("more than one is"));
        }
        Ok(Some(Self {
            bucket,
            file,
            seconds: request.link_seconds.unwrap_or(LIFETIME),
        }))
    }

    /// The link by which WhatsApp fetches it, signed at `now`, in seconds since
    /// 1970.
    ///
    /// # Errors
    /// A permanent failure that names the field with a bad value.
    pub fn link(&self, storage: &Storage, now: u64) -> Result<String, Refusal> {
        let Self {
            bucket,
            file,
            seconds,
        } = *self;
        let link = storage.link(bucket, file, u64::from(seconds), now);
        link.map_err(|invalid| match invalid {
            InvalidStorage::Bucket => refuse_as(
                FailureCategory::Media,
                "invalid-bucket-name",
                &format!(
                    "The field bucketName {invalid}; it {}.",
                    found(bucket, LONGEST_NAME)
                ),
                "Give the bucket's name alone, without gs://, s3:// and folders.",
            ),
            InvalidStorage::Lifetime => refuse_as(
                FailureCategory::Media,
                "invalid-link-lifetime",
                &format!("The field linkSeconds must be from 1 to {LONGEST}; it is {seconds}."),
                "Give a shorter time: a storage takes links that work for seven days at most.",
            ),
            _ => refuse_as(
                FailureCategory::Media,
                "invalid-object-name",
                &format!(
                    "The field objectName {invalid}; it {}.",
                    found(file, LONGEST_NAME)
                ),
                "Give the file's name in the bucket with its folders: invoices/2026/17.pdf.",
            ),
        })
    }
}

fn incomplete(missing: &str) -> Refusal {
    refuse_as(
        FailureCategory::Media,
        "incomplete-stored-file",
        &format!(
            "The fields bucketName and objectName must be given together; {missing} is missing."
        ),
        "Give both for a file in your storage, or neither.",
    )
}
