//! Products of a catalogue, in sections: in a message and behind a template's
//! button.

use super::field::{check_count, item, limited_optional, member, required};
use super::refusal::{Refusal, refuse};
use crate::bindings::uip::whatsapp::outgoing::ProductSection as Given;
use serde::Serialize;
use uip_kit::field::{Limited, given};

const MOST_SECTIONS: usize = 10;
/// In all sections together.
const MOST_PRODUCTS: usize = 30;

/// An object of the array `sections`.
#[derive(Debug, Serialize)]
pub struct ProductSection {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Limited<24>>,
    product_items: Vec<ProductItem>,
}

#[derive(Debug, Serialize)]
struct ProductItem {
    product_retailer_id: String,
}

impl ProductSection {
    /// Parses the list `field`: 1 to 10 sections with at most 30 products, and
    /// with titles if there is more than one.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn parse_all(field: &str, sections: &[Given]) -> Result<Vec<Self>, Refusal> {
        check_count(field, sections.len(), 1, MOST_SECTIONS)?;
        let needs_titles = sections.len() > 1;
        let (mut parsed, mut products) = (Vec::new(), 0);
        for (place, section) in sections.iter().enumerate() {
            let section = Self::parse(&item(field, place), section, needs_titles)?;
            products += section.product_items.len();
            parsed.push(section);
        }
        let all = format!("{field}[].products, of all sections,");
        check_count(&all, products, 1, MOST_PRODUCTS)?;
        Ok(parsed)
    }

    fn parse(field: &str, section: &Given, needs_title: bool) -> Result<Self, Refusal> {
        if needs_title && given(section.title.as_deref()).is_none() {
            return Err(refuse(
                "missing-section-title",
                &format!("The field {field}.title is required if there is more than one section."),
                "Give every section a title, or put all products into one.",
            ));
        }
        let title = limited_optional(field, "title", section.title.clone())?;
        let list = member(field, "products");
        check_count(&list, section.products.len(), 1, MOST_PRODUCTS)?;
        let mut product_items = Vec::new();
        for (place, product) in section.products.iter().enumerate() {
            required(&item(&list, place), product)?;
            product_items.push(ProductItem {
                product_retailer_id: product.clone(),
            });
        }
        Ok(Self {
            title,
            product_items,
        })
    }
}
