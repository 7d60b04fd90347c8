//! Tickets, as Helpdesk's API has them.

use uip_kit::CommandError;
use uip_kit::field::{found, refuse};
use uip_kit::json::Object;

use crate::bindings::example::helpdesk::types::Ticket;

/// The id of a ticket: 1 to 64 letters, digits, `-` and `_`, so that it can be a part
/// of a path as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketId(String);

impl TicketId {
    const LONGEST: usize = 64;

    /// Parses the field `ticketId`.
    ///
    /// # Errors
    /// A permanent failure when it is empty, too long, or holds another character.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (1..=Self::LONGEST).contains(&value.len()) && value.bytes().all(is_part) {
            return Ok(Self(value.to_owned()));
        }
        Err(refuse(
            "invalid-ticket-id",
            &format!(
                "The field ticketId must have 1 to {} letters, digits, - and _; it {}.",
                Self::LONGEST,
                found(value, Self::LONGEST)
            ),
            "Use the id that createTicket or an event returned.",
        ))
    }

    /// As it is in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A ticket from an answer; `None` when it does not have the documented form.
pub fn read(answer: &Object<'_>) -> Option<Ticket> {
    Some(Ticket {
        ticket_id: answer.text_or_number("id")?,
        subject: answer.text("subject")?,
        ticket_status: answer.text("status")?,
    })
}

#[cfg(test)]
mod tests {
    use uip_kit::CommandError;

    use super::TicketId;

    #[test]
    fn an_id_cannot_leave_its_part_of_a_path() {
        assert_eq!(TicketId::parse("T-17").unwrap().as_str(), "T-17");
        for value in ["", " ", "T/17", "T?17", "..", "T%2F", "Tí", &"1".repeat(65)] {
            match TicketId::parse(value) {
                Err(CommandError::PermanentFailure(failure)) => {
                    assert!(failure.error.contains("ticketId"), "{}", failure.error);
                }
                other => panic!("a permanent failure, and not {other:?}"),
            }
        }
    }
}
