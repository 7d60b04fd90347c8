//! A place on the map.

use crate::cloud_api::request::refusal::Refusal;
use serde::Serialize;
use uip_kit::field::{degrees, given};

/// The object `location` of a message or of a template's header.
#[derive(Debug, Serialize)]
pub struct Location {
    /// In degrees, as text: Meta's examples have no number here.
    latitude: String,
    longitude: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

impl Location {
    /// Parses the fields `latitude` and `longitude`, in degrees, whose names
    /// begin with `path` (`header.location.`). A blank name or address counts
    /// as not given.
    ///
    /// # Errors
    /// A permanent failure when the degrees are no place on the globe.
    pub fn parse(
        path: &str,
        latitude: f64,
        longitude: f64,
        name: Option<&str>,
        address: Option<&str>,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            latitude: degrees(path, "latitude", latitude, 90)?,
            longitude: degrees(path, "longitude", longitude, 180)?,
            name: given(name).map(str::to_owned),
            address: given(address).map(str::to_owned),
        })
    }
}
