//! `create-ticket`.

use serde::Serialize;
use uip_kit::CommandError;
use uip_kit::field::{Limited, given};
use uip_kit::http::Effect;
use uip_kit::json;
use uip_kit::phone_number::PhoneNumber;

use crate::bindings::example::helpdesk::types::Ticket;
use crate::bindings::exports::example::helpdesk::commands::CreateTicketRequest;
use crate::client::Client;
use crate::ticket;

/// A second request would create a second ticket.
const CREATING: Effect = Effect {
    is_repeatable: false,
    nothing: "no ticket was created",
    doubt: "the ticket may have been created",
    unknown_advice: "Do not retry: search Helpdesk for a ticket with this subject, or let a \
                     person decide.",
};

/// A ticket that can be created: the request's body, as Helpdesk's API names it.
#[derive(Debug, Serialize)]
struct NewTicket {
    subject: Limited<200>,
    description: Limited<5000>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<PhoneNumber>,
}

impl NewTicket {
    fn parse(request: CreateTicketRequest) -> Result<Self, CommandError> {
        Ok(Self {
            subject: Limited::parse("subject", request.subject)?,
            description: Limited::parse("description", request.description)?,
            phone_number: given(request.phone_number.as_deref())
                .map(|number| PhoneNumber::parse(number, None))
                .transpose()?,
        })
    }
}

/// Creates a ticket, once.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent failure, and
/// nothing is sent.
pub fn create_ticket(request: CreateTicketRequest) -> Result<Ticket, CommandError> {
    let client = Client::open()?;
    let ticket = NewTicket::parse(request)?;
    client.post(
        "/v1/tickets",
        &json::to_string(&ticket),
        &CREATING,
        ticket::read,
    )
}

#[cfg(test)]
mod tests {
    use uip_kit::CommandError;

    use super::{CreateTicketRequest, NewTicket, json};

    fn request() -> CreateTicketRequest {
        CreateTicketRequest {
            subject: "The oven stays \"cold\"".to_owned(),
            description: "Since this morning.".to_owned(),
            phone_number: Some("+39 333 1234567".to_owned()),
        }
    }

    #[test]
    fn the_body_has_the_fields_as_the_service_names_them() {
        assert_eq!(
            json::to_string(&NewTicket::parse(request()).unwrap()),
            r#"{"subject":"The oven stays \"cold\"","description":"Since this morning.","phone_number":"+393331234567"}"#
        );
    }

    #[test]
    fn a_number_that_a_form_left_blank_is_not_sent() {
        let mut request = request();
        request.phone_number = Some(" ".to_owned());
        let json = json::to_string(&NewTicket::parse(request).unwrap());
        assert!(!json.contains("phone_number"), "{json}");
    }

    #[test]
    fn a_bad_field_is_named() {
        let refused = |change: fn(&mut CreateTicketRequest)| {
            let mut request = request();
            change(&mut request);
            match NewTicket::parse(request) {
                Err(CommandError::PermanentFailure(failure)) => failure.error,
                other => panic!("a permanent failure, and not {other:?}"),
            }
        };
        let blank = refused(|it| it.subject = " ".to_owned());
        assert!(blank.contains("subject"), "{blank}");
        let long = refused(|it| it.description = "x".repeat(5001));
        assert!(long.contains("description"), "{long}");
        let ambiguous = refused(|it| it.phone_number = Some("333 1234567".to_owned()));
        assert!(ambiguous.contains("phoneNumber"), "{ambiguous}");
    }
}
