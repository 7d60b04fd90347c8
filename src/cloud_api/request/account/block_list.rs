//! The body that blocks or unblocks one customer.

use serde::Serialize;
use uip_kit::json::{Object, Raw, to_string};
use uip_kit::phone_number::PhoneNumber;
use uip_kit::whatsapp::recipient::{Recipient, UserId};

/// The body of `POST` and `DELETE /{phone-number-id}/block_users`.
#[derive(Serialize)]
struct BlockList<'a> {
    messaging_product: &'static str,
    block_users: &'a [Listed<'a>],
}

/// One of the two.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a UserId>,
}

/// The list with this customer only.
pub fn json(customer: &Recipient) -> String {
    let (user, user_id) = match customer {
        Recipient::PhoneNumber(number) => (Some(number), None),
        Recipient::UserId(id) => (None, Some(id)),
    };
    to_string(&BlockList {
        messaging_product: "whatsapp",
        block_users: &[Listed { user, user_id }],
    })
}

/// A customer, as WhatsApp knows them.
#[derive(Debug, PartialEq, Eq)]
pub struct Customer {
    /// Absent where the customer hides the number.
    pub wa_id: Option<String>,
    /// The business-scoped user id.
    pub user_id: Option<String>,
}

/// The customer in the list `done` of an answer: `added_users` or
/// `removed_users`. Meta's page on unblocking shows `added_users` there too.
pub fn read(answer: &Object<'_>, done: &str) -> Option<Customer> {
    let lists = answer.object("block_users")?;
    let first = |list| lists.items(list).find_map(Raw::object);
    let customer = first(done).or_else(|| first("added_users"))?;
    Some(Customer {
        wa_id: customer.text_or_number("wa_id"),
        user_id: customer.text("user_id"),
    })
}
