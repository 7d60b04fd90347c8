//! A file in the business's own storage, sent by a signed link.

use crate::field::{found, given, refuse_as};
use crate::property::refuse;
use crate::signed_link::{InvalidStorage, LONGEST, Storage};
use crate::{CommandError, FailureCategory};

/// How long a link works unless the request says so: a day.
const LIFETIME: u32 = 24 * 60 * 60;

/// What a name has at most, in an error's excerpt.
const LONGEST_NAME: usize = 1024;

/// The properties `storageEndpoint`, `storageRegion`, `storageAccessKeyId` and
/// `storageSecretAccessKey`.
#[derive(Clone, Copy)]
pub struct StorageProperties<'a> {
    endpoint: Option<&'a str>,
    region: &'a str,
    access_key_id: Option<&'a str>,
    secret_access_key: Option<&'a str>,
}

impl<'a> StorageProperties<'a> {
    /// The four properties, of which blank ones count as not set. The region is
    /// `auto` unless it is set, as Google Cloud Storage has it.
    pub fn new(
        endpoint: Option<&'a str>,
        region: Option<&'a str>,
        access_key_id: Option<&'a str>,
        secret_access_key: Option<&'a str>,
    ) -> Self {
        Self {
            endpoint: given(endpoint),
            region: given(region).unwrap_or("auto"),
            access_key_id: given(access_key_id),
            secret_access_key: given(secret_access_key),
        }
    }

    /// The storage. `instead` names the fields that send a file without one.
    ///
    /// # Errors
    /// A permanent failure that names the property that is missing or wrong. It
    /// never contains the secret key.
    pub fn storage(&self, instead: &str) -> Result<Storage, CommandError> {
        let missing = |property| missing(property, instead);
        let endpoint = self.endpoint.ok_or_else(|| missing("storageEndpoint"))?;
        let access_key_id = self
            .access_key_id
            .ok_or_else(|| missing("storageAccessKeyId"))?;
        let secret = self
            .secret_access_key
            .ok_or_else(|| missing("storageSecretAccessKey"))?;
        Storage::new(endpoint, self.region, access_key_id, secret).map_err(wrong)
    }

    /// Every property with a bad value, and what is missing for a storage that is
    /// set in part.
    pub fn mistakes(&self, instead: &str) -> Vec<CommandError> {
        // Each is tried with others that are right.
        let (endpoint, key) = (self.endpoint.unwrap_or("https://localhost"), "key");
        let tried = [
            Storage::new(endpoint, "auto", key, key),
            Storage::new("https://localhost", self.region, key, key),
            Storage::new(
                "https://localhost",
                "auto",
                self.access_key_id.unwrap_or(key),
                key,
            ),
            Storage::new(
                "https://localhost",
                "auto",
                key,
                self.secret_access_key.unwrap_or(key),
            ),
        ];
        let mut mistakes: Vec<_> = tried
            .into_iter()
            .filter_map(Result::err)
            .map(wrong)
            .collect();
        let needed = [
            ("storageEndpoint", self.endpoint),
            ("storageAccessKeyId", self.access_key_id),
            ("storageSecretAccessKey", self.secret_access_key),
        ];
        if needed.iter().any(|(_, value)| value.is_some()) {
            let absent = needed.iter().filter(|(_, value)| value.is_none());
            mistakes.extend(absent.map(|(name, _)| missing(name, instead)));
        }
        mistakes
    }
}

fn wrong(invalid: InvalidStorage) -> CommandError {
    let property = match invalid {
        InvalidStorage::Region => "storageRegion",
        InvalidStorage::AccessKeyId => "storageAccessKeyId",
        InvalidStorage::SecretAccessKey => "storageSecretAccessKey",
        _ => "storageEndpoint",
    };
    refuse(
        "invalid-storage",
        &format!("The property {property} {invalid}."),
        &format!("Copy {property} again from your storage's console."),
    )
}

fn missing(property: &str, instead: &str) -> CommandError {
    refuse(
        "missing-storage",
        &format!("A file in a storage needs the property {property}, which is not set."),
        &format!(
            "Set storageEndpoint, storageAccessKeyId and storageSecretAccessKey, or send the file \
             by {instead}."
        ),
    )
}

/// A file in a bucket, and how long its link works.
#[derive(Debug, Clone, Copy)]
pub struct StoredFile<'a> {
    bucket: &'a str,
    file: &'a str,
    seconds: u32,
}

impl<'a> StoredFile<'a> {
    /// The file that the fields `bucketName` and `objectName` name, if they do.
    ///
    /// # Errors
    /// A permanent failure when only one of them is given, or when `linkSeconds` is
    /// given without them.
    pub fn parse(
        bucket_name: Option<&'a str>,
        object_name: Option<&'a str>,
        link_seconds: Option<u32>,
    ) -> Result<Option<Self>, CommandError> {
        match (given(bucket_name), given(object_name)) {
            (Some(bucket), Some(file)) => Ok(Some(Self {
                bucket,
                file,
                seconds: link_seconds.unwrap_or(LIFETIME),
            })),
            (None, None) if link_seconds.is_none() => Ok(None),
            (None, None) => Err(refuse_as(
                FailureCategory::Media,
                "misplaced-field",
                "The field linkSeconds can only be used with a file in your storage.",
                "Leave linkSeconds out, or give bucketName and objectName.",
            )),
            (None, Some(_)) => Err(incomplete("bucketName")),
            (Some(_), None) => Err(incomplete("objectName")),
        }
    }

    /// The name in the bucket, with its folders.
    pub fn name(&self) -> &'a str {
        self.file
    }

    /// The link by which the file is fetched, signed at `now`, in seconds since
    /// 1970.
    ///
    /// # Errors
    /// A permanent failure that names the field with a bad value.
    pub fn link(&self, storage: &Storage, now: u64) -> Result<String, CommandError> {
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

fn incomplete(missing: &str) -> CommandError {
    refuse_as(
        FailureCategory::Media,
        "incomplete-stored-file",
        &format!(
            "The fields bucketName and objectName must be given together; {missing} is missing."
        ),
        "Give both for a file in your storage, or neither.",
    )
}
