//! The storage from which files are sent.

use crate::bindings::uip::whatsapp::properties::AdapterProperties;
use uip_kit::CommandError;
use uip_kit::signed_link::Storage;
use uip_kit::stored_file::StorageProperties;

/// The fields that send a file without a storage.
const INSTEAD: &str = "link or mediaId";

fn of(properties: &AdapterProperties) -> StorageProperties<'_> {
    StorageProperties::new(
        properties.storage_endpoint.as_deref(),
        properties.storage_region.as_deref(),
        properties.storage_access_key_id.as_deref(),
        properties.storage_secret_access_key.as_deref(),
    )
}

/// The storage of the properties `storageEndpoint`, `storageRegion`,
/// `storageAccessKeyId` and `storageSecretAccessKey`.
///
/// # Errors
/// A permanent failure that names the property that is missing or wrong. It
/// never contains the secret key.
pub fn parse(properties: &AdapterProperties) -> Result<Storage, CommandError> {
    of(properties).storage(INSTEAD)
}

/// Every property of the storage with a bad value, and what is missing for one
/// that is set in part.
pub fn mistakes(properties: &AdapterProperties) -> Vec<CommandError> {
    of(properties).mistakes(INSTEAD)
}
