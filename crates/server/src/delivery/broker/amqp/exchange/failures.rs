//! What a broker's words mean for the messages that wait.

use super::{Exchange, Stage};
use crate::delivery::broker::amqp::frame::{Malformed, Reason};
use crate::delivery::not_taken::{About, NotTaken};

const NO_ROUTE: u16 = 312;
const ACCESS_REFUSED: u16 = 403;
const NOT_FOUND: u16 = 404;
const PRECONDITION_FAILED: u16 = 406;

impl Exchange {
    pub(super) fn unroutable(&self, reason: &Reason) -> NotTaken {
        let Self { place, .. } = self;
        let error = if reason.code == NO_ROUTE {
            format!(
                "{place} returned it: no queue is bound to the exchange for its routing key ({})",
                reason.code
            )
        } else {
            format!("{place} returned it ({})", reason.code)
        };
        NotTaken::new(About::Address, error)
    }

    /// The broker closed the channel, because of a message or for all of them.
    pub(super) fn channel_closed(&self, reason: &Reason) -> NotTaken {
        let Reason { code, text } = reason;
        let place = &self.place;
        match *code {
            // The text can contain the routing key.
            ACCESS_REFUSED => NotTaken::new(
                About::Address,
                format!(
                    "{place} does not allow this user to publish to the exchange ({code}): check the user's permissions"
                ),
            ),
            NOT_FOUND => NotTaken::new(
                About::Address,
                format!("{place} closed the channel: {text} ({code})"),
            ),
            // Such as a message that is too large. If it was the only one, it is known which.
            PRECONDITION_FAILED if self.waiting.len() == 1 => NotTaken::new(
                About::Event,
                format!("{place} rejected it: {text} ({code})"),
            ),
            _ => NotTaken::by_receiver(format!("{place} closed the channel: {text} ({code})")),
        }
    }

    pub(super) fn closed(&self, reason: &Reason) -> NotTaken {
        let Reason { code, text } = reason;
        NotTaken::by_receiver(format!(
            "{} closed the connection: {text} ({code})",
            self.place
        ))
    }

    pub(super) fn malformed(&self, problem: Malformed) -> NotTaken {
        NotTaken::by_receiver(format!("{} sent {}", self.place, problem.0))
    }

    /// The broker ended the TLS connection because of the client's certificate, or
    /// because there is none.
    pub fn identity_rejected(&self, alert: &str) -> NotTaken {
        NotTaken::by_receiver(format!(
            "{} ended the TLS connection ({alert}): check `clientCertificate` and `clientKey`",
            self.place
        ))
    }

    /// The connection ended without a word.
    pub fn lost(&self) -> NotTaken {
        let Self { place, .. } = self;
        NotTaken::by_receiver(match self.stage {
            Stage::Ready | Stage::Close => {
                format!("the connection to {place} was lost before the acknowledgement")
            }
            // Old brokers end the connection of a user that they do not know.
            Stage::Tune => format!(
                "{place} ended the connection during the login: check `user` and `password`"
            ),
            Stage::Open => format!(
                "{place} ended the connection: check that the virtual host exists, and that the user may use it"
            ),
            // It may have rejected the certificate, with an alert that was lost when
            // it reset the connection.
            Stage::Start if self.settings.addresses.tls() => format!(
                "{place} ended the connection without a word: check `clientCertificate` and `clientKey` if it asks for a certificate"
            ),
            Stage::Start | Stage::Channel | Stage::Confirms => {
                format!("{place} ended the connection during the login")
            }
        })
    }
}
