//! What the component exports: one function for each command.

mod create_ticket;
mod get_ticket;
mod process_webhook;

use crate::bindings::example::helpdesk::types::Ticket;
use crate::bindings::exports::example::helpdesk::commands::{
    CommandError, CreateTicketRequest, GetTicketRequest, Guest, ProcessWebhookRequest,
    WebhookProcessed,
};

/// The adapter.
pub struct Adapter;

impl Guest for Adapter {
    fn create_ticket(request: CreateTicketRequest) -> Result<Ticket, CommandError> {
        create_ticket::create_ticket(request)
    }

    fn get_ticket(request: GetTicketRequest) -> Result<Ticket, CommandError> {
        get_ticket::get_ticket(&request)
    }

    fn process_webhook(request: ProcessWebhookRequest) -> Result<WebhookProcessed, CommandError> {
        process_webhook::process_webhook(request)
    }
}
