//! `contacts`.

use super::Looks;
use crate::graph::GraphError;
use crate::graph::fields::Fields;

const MOST_CONTACTS: usize = 257;

/// Each contact needs `name.formatted_name`.
pub(super) fn check(request: &Fields<'_>) -> Result<Looks, GraphError> {
    let contacts = request.list("contacts", 1..=MOST_CONTACTS)?;
    let mut names = Vec::new();
    for (place, contact) in contacts.iter().enumerate() {
        let contact = request.item("contacts", place, contact)?;
        names.push(contact.object("name")?.text("formatted_name")?);
    }
    Ok(Looks::of(names.join(", ")))
}
