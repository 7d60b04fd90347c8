//! Ordering products that a message offers.

use serde_json::{Value, json};

use super::Customer;
use super::answers::CannotAnswer;

/// The catalogue that a `catalog_message` opens. The message does not name it: it is the one that is
/// connected to the business account.
const CONNECTED_CATALOGUE: &str = "600000000000006";

/// One line of an order.
///
/// ```
/// use uip_sandbox::OrderItem;
/// let loaves = OrderItem::new("rye", 2).at(4.5, "EUR");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct OrderItem {
    product: String,
    quantity: u32,
    price: f64,
    currency: String,
}

impl OrderItem {
    /// So many of the product with this retailer id, at 1 USD each.
    pub fn new(product: impl Into<String>, quantity: u32) -> Self {
        Self {
            product: product.into(),
            quantity,
            price: 1.0,
            currency: "USD".to_owned(),
        }
    }

    /// Sets the price of one and its currency, three capital letters.
    #[must_use]
    pub fn at(mut self, price: f64, currency: impl Into<String>) -> Self {
        self.price = price;
        self.currency = currency.into();
        self
    }
}

impl Customer {
    /// Orders products that a message offers: one product, a list, a carousel of products, or the whole
    /// catalogue. Returns the id of the order's message.
    ///
    /// # Errors
    /// [`CannotAnswer`] if the message did not arrive, offers no products, or not these.
    pub fn orders(
        &self,
        message: &str,
        items: &[OrderItem],
        text: Option<&str>,
    ) -> Result<String, CannotAnswer> {
        let seen = self.seen(message)?;
        let offer = Offer::read(&seen.content);
        let not_offered = |wanted: String| CannotAnswer::NotOffered {
            message: message.to_owned(),
            wanted,
            has: offer.described(),
        };
        let catalogue = offer
            .catalogue
            .as_deref()
            .ok_or_else(|| not_offered("products".to_owned()))?;
        if let Some(products) = &offer.products
            && let Some(other) = items.iter().find(|item| !products.contains(&item.product))
        {
            return Err(not_offered(format!("product {}", other.product)));
        }
        let mut order = json!({
            "catalog_id": catalogue,
            "product_items": items.iter().map(|item| json!({
                "product_retailer_id": item.product,
                "quantity": item.quantity,
                "item_price": item.price,
                "currency": item.currency,
            })).collect::<Vec<_>>(),
        });
        if let Some(text) = text {
            order["text"] = json!(text);
        }
        Ok(self.answers(message, "order", order))
    }
}

/// What can be ordered from a message.
struct Offer {
    catalogue: Option<String>,
    /// `None` is every product of the catalogue.
    products: Option<Vec<String>>,
}

impl Offer {
    fn read(content: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let product = |value: &Value| text(&value["product_retailer_id"]);
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let action = &content["action"];
        let (catalogue, products) = match content["type"].as_str() {
            Some("product") => (text(&action["catalog_id"]), Some(vec![product(action)])),
            Some("product_list") => {
                let sections = list(&action["sections"]);
                let items = sections
                    .iter()
                    .flat_map(|section| list(&section["product_items"]));
                let products = items.map(|item| product(&item)).collect();
                (text(&action["catalog_id"]), Some(products))
            }
            Some("carousel") => {
                let cards = list(&action["cards"]);
                let catalogue = cards
                    .first()
                    .and_then(|card| text(&card["action"]["catalog_id"]));
                let products = cards.iter().map(|card| product(&card["action"])).collect();
                (catalogue, Some(products))
            }
            Some("catalog_message") => (Some(CONNECTED_CATALOGUE.to_owned()), None),
            _ => (None, Some(Vec::new())),
        };
        Self {
            catalogue,
            products: products.map(|products| products.into_iter().flatten().collect()),
        }
    }

    fn described(&self) -> String {
        match &self.products {
            None => "every product".to_owned(),
            Some(products) if products.is_empty() => "no products".to_owned(),
            Some(products) => products.join(", "),
        }
    }
}
