//! `get-ticket`.

use uip_kit::CommandError;

use crate::bindings::example::helpdesk::types::Ticket;
use crate::bindings::exports::example::helpdesk::commands::GetTicketRequest;
use crate::client::Client;
use crate::ticket::{self, TicketId};

/// Reads a ticket.
///
/// # Errors
/// As `command-error` describes.
pub fn get_ticket(request: &GetTicketRequest) -> Result<Ticket, CommandError> {
    let client = Client::open()?;
    let id = TicketId::parse(&request.ticket_id)?;
    client.get(&format!("/v1/tickets/{}", id.as_str()), ticket::read)
}
