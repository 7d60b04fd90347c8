//! Who has joined Twilio's Sandbox for WhatsApp.
//!
//! Source: Twilio's page "Sandbox". The texts of the answers are those that public projects quote.

use super::TwilioAccount;
use super::address;

/// A membership ends after three days.
const LASTS: u64 = 3 * 24 * 60 * 60;

/// The customers who have joined, each with the end of the membership in seconds since 1970.
#[derive(Debug, Default)]
pub(crate) struct Members(Vec<(String, u64)>);

/// What the Sandbox makes of a customer's text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// It is for the business.
    ForTheBusiness,
    /// The Sandbox answers it with this text, and the business does not hear of it.
    Answered(String),
}

impl Members {
    /// Whether `customer` is a member at this time.
    pub(crate) fn contains(&self, customer: &str, now: u64) -> bool {
        self.0
            .iter()
            .any(|(member, ends)| member == customer && now < *ends)
    }

    /// A customer writes `text` to the Sandbox's number.
    pub(crate) fn hear(
        &mut self,
        account: &TwilioAccount,
        customer: &str,
        text: &str,
        now: u64,
    ) -> Heard {
        let said = text.trim().to_lowercase();
        if let Some(word) = said.strip_prefix("join ") {
            self.0.retain(|(member, _)| member != customer);
            // Another word joins another account's Sandbox.
            if word.trim() == account.join_word.to_lowercase() {
                self.0.retain(|(_, ends)| now < *ends);
                self.0
                    .push((customer.to_owned(), now.saturating_add(LASTS)));
            }
            return Heard::Answered(format!(
                "Twilio Sandbox: ✅ You are all set! The sandbox can now send/receive messages from {}. \
                 Reply stop to leave the sandbox any time.",
                address::of_number(&account.sandbox_number)
            ));
        }
        if !self.contains(customer, now) {
            return Heard::Answered(format!(
                "Twilio Sandbox: ⚠️ Your number {} is not connected to a Sandbox. You need to connect it \
                 first by sending join <sandbox name>. Sandbox membership lasts for 72 hours.",
                address::of_number(customer)
            ));
        }
        if said == "stop" {
            self.0.retain(|(member, _)| member != customer);
            // In words of this sandbox's own.
            return Heard::Answered("Twilio Sandbox: You have left the sandbox.".to_owned());
        }
        Heard::ForTheBusiness
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = "16505551234";

    fn say(members: &mut Members, text: &str, now: u64) -> bool {
        members.hear(&TwilioAccount::default(), ADA, text, now) == Heard::ForTheBusiness
    }

    #[test]
    fn a_member_joins_with_the_word_for_three_days_and_leaves_with_stop() {
        let mut members = Members::default();
        assert!(!say(&mut members, "hello", 0));
        assert!(!say(&mut members, "join another-word", 0));
        assert!(!members.contains(ADA, 0));
        assert!(!say(&mut members, " Join Rye-Loaf", 0));
        assert!(members.contains(ADA, LASTS - 1));
        assert!(!members.contains(ADA, LASTS));
        assert!(say(&mut members, "hello", 1));
        assert!(!say(&mut members, "STOP", 2));
        assert!(!members.contains(ADA, 2));
    }
}
