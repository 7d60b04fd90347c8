//! Messages to a customer.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{ADA, Stage, expect, screen, text};

impl Stage<'_> {
    /// A text and a template, to a customer who has just written.
    pub(super) fn send(&mut self) -> Result<()> {
        self.sandbox
            .change_customer(ADA, &json!({"name": "Ada Rossi", "windowOpen": true}))?;

        screen::scene("2. A text");
        let message = "Your table is ready. ☕ Perché aspettare?";
        let answer = self.sent(
            "sendMessageText",
            &[
                ("phoneNumber", "+39 333 123-4567"),
                ("message", message),
                ("callbackData", "booking-17"),
            ],
        )?;
        expect(&answer, "waId", ADA)?;
        self.on_her_phone(message)?;

        screen::scene("3. A template with parameters");
        self.sent(
            "sendMessageTextTemplate",
            &[
                ("phoneNumber", "0039 (333) 1234567"),
                ("templateName", "order_ready"),
                ("languageCode", "it"),
                (
                    "bodyParameters",
                    r#"[{"text":"Ada"},{"text":"B-17"},{"text":"12 EUR"}]"#,
                ),
                ("callbackData", "order-B-17"),
            ],
        )?;
        self.on_her_phone("Gentile Ada, il suo ordine B-17 è pronto. Costa 12 EUR e la aspetta.")
    }

    /// Calls a command that sends a message, and counts it.
    pub(super) fn sent(&mut self, command: &str, set: &[(&str, &str)]) -> Result<Value> {
        self.sends += 1;
        let response = self.uip.succeeds(command, set)?.response;
        if !text(&response, "messageId")?.starts_with("wamid.") {
            bail!("{command} gave no message id of WhatsApp's: {response}");
        }
        Ok(response)
    }

    /// Shows the newest message on the customer's phone, and checks it.
    pub(super) fn on_her_phone(&self, wanted: &str) -> Result<()> {
        let received = self.sandbox.phone_of(ADA)?;
        let newest = received.last().cloned().unwrap_or_default();
        screen::remark("");
        screen::remark(&format!("On Ada's phone: {}", text(&newest, "body")?));
        expect(&newest, "body", wanted)
    }
}
