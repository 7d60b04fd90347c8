//! A file in the business's own storage, sent by a signed link.

use super::content::not_one;
use crate::bindings::uip::whatsapp::outgoing::MediaMessage;
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::field::given;
use uip_kit::signed_link::Storage;
use uip_kit::stored_file;

/// A file in a bucket, and how long its link works.
#[derive(Debug)]
pub struct StoredFile<'a>(stored_file::StoredFile<'a>);

impl<'a> StoredFile<'a> {
    /// The file that the fields `bucketName` and `objectName` name, if they do.
    ///
    /// # Errors
    /// A permanent failure when only one of them is given, when `link` or
    /// `mediaId` is given too, or when `linkSeconds` is given without them.
    pub fn parse(request: &'a MediaMessage) -> Result<Option<Self>, Refusal> {
        let file = stored_file::StoredFile::parse(
            request.bucket_name.as_deref(),
            request.object_name.as_deref(),
            request.link_seconds,
        )?;
        let others = [&request.link, &request.media_id];
        if file.is_some() && others.iter().any(|it| given(it.as_deref()).is_some()) {
            return Err(not_one("more than one is"));
        }
        Ok(file.map(Self))
    }

    /// The link by which WhatsApp fetches it, signed at `now`, in seconds since
    /// 1970.
    ///
    /// # Errors
    /// A permanent failure that names the field with a bad value.
    pub fn link(&self, storage: &Storage, now: u64) -> Result<String, Refusal> {
        Ok(self.0.link(storage, now)?)
    }
}
