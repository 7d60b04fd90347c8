//! The storage from which files are sent.

use crate::bindings::uip::whatsapp::properties::AdapterProperties;
use uip_kit::CommandError;
use uip_kit::field::given;
use uip_kit::property::refuse;
use uip_kit::signed_link::{InvalidStorage, Storage};

/// The four properties, the region with its default.
struct Parts<'a> {
    endpoint: Option<&'a str>,
    region: &'a str,
    access_key_id: Option<&'a str>,
    secret_access_key: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(properties: &'a AdapterProperties) -> Self {
        Self {
            endpoint: given(properties.storage_endpoint.as_deref()),
            // As Google Cloud Storage has it.
            region: given(properties.storage_region.as_deref()).unwrap_or("auto"),
            access_key_id: given(properties.storage_access_key_id.as_deref()),
            secret_access_key: given(properties.storage_secret_access_key.as_deref()),
        }
    }
}

/// The storage of the properties `storageEndpoint`, `storageRegion`,
/// `storageAccessKeyId` and `storageSecretAccessKey`.
///
/// # Errors
/// A permanent failure that names the property that is missing or wrong. It
/// never contains the secret key.
pub fn parse(properties: &AdapterProperties) -> Result<Storage, CommandError> {
    let parts = Parts::of(properties);
    let endpoint = parts.endpoint.ok_or_else(|| missing("storageEndpoint"))?;
    let access_key_id = parts
        .access_key_id
        .ok_or_else(|| missing("storageAccessKeyId"))?;
    let secret = parts
        .secret_access_key
        .ok_or_else(|| missing("storageSecretAccessKey"))?;
    Storage::new(endpoint, parts.region, access_key_id, secret).map_err(wrong)
}

/// Every property of the storage with a bad value, and what is missing for one
/// that is set in part.
pub fn mistakes(properties: &AdapterProperties) -> Vec<CommandError> {
    let parts = Parts::of(properties);
    // Each is tried with others that are right.
    let (endpoint, key) = (parts.endpoint.unwrap_or("https://localhost"), "key");
    let tried = [
        Storage::new(endpoint, "auto", key, key),
        Storage::new("https://localhost", parts.region, key, key),
        Storage::new(
            "https://localhost",
            "auto",
            parts.access_key_id.unwrap_or(key),
            key,
        ),
        Storage::new(
            "https://localhost",
            "auto",
            key,
            parts.secret_access_key.unwrap_or(key),
        ),
    ];
    let mut mistakes: Vec<_> = tried
        .into_iter()
        .filter_map(Result::err)
        .map(wrong)
        .collect();
    let needed = [
        ("storageEndpoint", parts.endpoint),
        ("storageAccessKeyId", parts.access_key_id),
        ("storageSecretAccessKey", parts.secret_access_key),
    ];
    if needed.iter().any(|(_, value)| value.is_some()) {
        let absent = needed.iter().filter(|(_, value)| value.is_none());
        mistakes.extend(absent.map(|(name, _)| missing(name)));
    }
    mistakes
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

fn missing(property: &str) -> CommandError {
    refuse(
        "missing-storage",
        &format!("A file in a storage needs the property {property}, which is not set."),
        "Set storageEndpoint, storageAccessKeyId and storageSecretAccessKey, or send the file by \
         link or mediaId.",
    )
}
