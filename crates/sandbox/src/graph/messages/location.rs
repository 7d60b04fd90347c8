//! `location`.

use super::Looks;
use crate::graph::GraphError;
use crate::graph::fields::Fields;

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
