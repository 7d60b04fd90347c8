//! `location`.

use super::Looks;
use super::fields::Fields;
use crate::graph::GraphError;

pub(super) fn check(location: &Fields<'_>) -> Result<Looks, GraphError> {
    let latitude = location.number("latitude")?;
    let longitude = location.number("longitude")?;
    for (key, value, most) in [
        ("latitude", latitude, 90.0),
        ("longitude", longitude, 180.0),
    ] {
        if value.abs() > most {
            return Err(GraphError::parameter(format!(
                "Param {} must be between -{most} and {most}.",
                location.path_of(key)
            )));
        }
    }
    let name = location.optional_text("name")?;
    location.optional_text("address")?;
    Ok(Looks {
        header: name.map(str::to_owned),
        ..Looks::of(format!("{latitude}, {longitude}"))
    })
}
