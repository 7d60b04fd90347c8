//! `block-customer` and `unblock-customer`.

use super::client::{Call, Session, delete_json, post_json};
use crate::bindings::exports::uip::whatsapp::commands::{
    BlockCustomerRequest, CommandError, CustomerBlocked, CustomerUnblocked, UnblockCustomerRequest,
};
use crate::cloud_api::block_list::{self, Customer};
use crate::cloud_api::{Purpose, Recipient};
use uip_kit::failure::advise;
use uip_kit::http::{Action, Part};

/// Blocks a customer.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn block_customer(request: BlockCustomerRequest) -> Result<CustomerBlocked, CommandError> {
    let customer = change(&request.phone_number, post_json, "added_users")?;
    Ok(CustomerBlocked {
        wa_id: customer.wa_id,
        user_id: customer.user_id,
    })
}

/// Unblocks a customer.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn unblock_customer(
    request: UnblockCustomerRequest,
) -> Result<CustomerUnblocked, CommandError> {
    let customer = change(&request.phone_number, delete_json, "removed_users")?;
    Ok(CustomerUnblocked {
        wa_id: customer.wa_id,
        user_id: customer.user_id,
    })
}

fn change(
    phone_number: &str,
    action: for<'a> fn(&'a [Part<'a>]) -> Action<'a>,
    done: &str,
) -> Result<Customer, CommandError> {
    let session = Session::open()?;
    let configuration = &session.configuration;
    let customer = Recipient::parse(phone_number, configuration.default_country_code.as_ref())?;
    let body = block_list::json(&customer);
    let parts = [Part::Text(&body)];
    let path = [configuration.phone_number_id.as_str(), "/block_users"].concat();
    session
        .call(
            &Call {
                purpose: Purpose::Change,
                ..Call::new(action(&parts), &path)
            },
            |answer| block_list::read(answer, done),
        )
        .map_err(advised)
}

/// As WhatsApp means these numbers here.
fn advised(error: CommandError) -> CommandError {
    let error = advise(
        error,
        "131047",
        "Block a customer within 24 hours of a message from them, by a number that is on WhatsApp.",
    );
    advise(
        error,
        "131021",
        "This is the business number itself: give the number of the customer.",
    )
}
