//! Messages about a catalogue. Whether a product exists is not looked up.

use super::{named, optional_within, up_to};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

const MOST_SECTIONS: usize = 10;
/// In all sections together.
const MOST_PRODUCTS: usize = 30;
const LONGEST_TITLE: usize = 24;

/// `product`: one of them.
pub(super) fn product(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    action.text("catalog_id")?;
    let product = action.text("product_retailer_id")?;
    Ok(vec![Choice::new(ChoiceKind::Other, product, "View")])
}

/// `product_list`: several, in sections.
pub(super) fn product_list(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    action.text("catalog_id")?;
    check_sections(action)?;
    Ok(vec![Choice::new(ChoiceKind::Other, "", "View items")])
}

/// `catalog_message`: all of it.
pub(super) fn whole(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    named(action, "catalog_message")?;
    let thumbnail = match action.optional_object("parameters")? {
        Some(parameters) => parameters.optional_text("thumbnail_product_retailer_id")?,
        None => None,
    };
    Ok(vec![Choice::new(
        ChoiceKind::Other,
        thumbnail.unwrap_or_default(),
        "View catalog",
    )])
}

/// The sections of a list of products, in a message or of a template's button.
pub(in crate::graph::messages) fn check_sections(owner: &Fields<'_>) -> Result<(), GraphError> {
    let sections = up_to(owner, "sections", "sections", 1..=MOST_SECTIONS)?;
    let mut products = 0;
    for (place, section) in sections.iter().enumerate() {
        let section = owner.item("sections", place, section)?;
        let title = optional_within(&section, "title", "Section title", LONGEST_TITLE)?;
        if sections.len() > 1 && title.is_none_or(str::is_empty) {
            return Err(GraphError::new(131_009)
                .details("Section title is required when there is more than one section."));
        }
        for (place, item) in section
            .list("product_items", 1..=usize::MAX)?
            .iter()
            .enumerate()
        {
            section
                .item("product_items", place, item)?
                .text("product_retailer_id")?;
            products += 1;
        }
    }
    if products > MOST_PRODUCTS {
        return Err(GraphError::new(131_009).details(format!(
            "Invalid products count. Min allowed: 1, Max allowed: {MOST_PRODUCTS}"
        )));
    }
    Ok(())
}
