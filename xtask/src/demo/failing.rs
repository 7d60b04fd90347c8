//! What failure looks like.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{ADA, Stage, expect, screen};

impl Stage<'_> {
    /// Each kind of failure, once.
    pub(super) fn fail(&mut self) -> Result<()> {
        self.refused_by_the_adapter()?;
        self.refused_by_whatsapp()?;
        self.told_to_wait()?;
        self.cut_off()?;
        self.failed_later()?;
        self.forged()
    }

    fn refused_by_the_adapter(&self) -> Result<()> {
        screen::scene("8. Refused by the adapter: nothing leaves");
        let answer = self.uip.fails(
            "sendMessageText",
            &[("phoneNumber", "12 34"), ("message", "Hello")],
        )?;
        expect(&answer.response, "failure", "permanent-failure")?;
        expect(&answer.response, "code", "invalid-phone-number")
    }

    fn refused_by_whatsapp(&mut self) -> Result<()> {
        screen::scene("9. Refused by WhatsApp: a template that does not exist");
        let response = self.unsent(
            "sendMessageTextTemplate",
            &[
                ("phoneNumber", "+393331234567"),
                ("templateName", "order_raedy"),
                ("languageCode", "it"),
            ],
        )?;
        expect(&response, "failure", "permanent-failure")?;
        expect(&response, "retryable", false)?;
        expect(&response, "code", "132001")?;
        expect(&response, "category", "template")
    }

    fn told_to_wait(&mut self) -> Result<()> {
        screen::scene("10. Too much at once: nothing was sent, and a repeat is safe");
        self.sandbox
            .next_fault(&json!({"fault": "error", "code": 131_056}))?;
        let response = self.unsent(
            "sendMessageText",
            &[("phoneNumber", "+393331234567"), ("message", "Hello again")],
        )?;
        expect(&response, "failure", "temporary-failure")?;
        expect(&response, "retryable", true)?;
        expect(&response, "code", "131056")
    }

    fn cut_off(&mut self) -> Result<()> {
        screen::scene("11. Cut off after the request left: a repeat could deliver twice");
        self.sandbox
            .next_fault(&json!({"fault": "reset-after-request"}))?;
        let message = "Did this arrive?";
        let response = self.unsent(
            "sendMessageText",
            &[
                ("phoneNumber", "+393331234567"),
                ("message", message),
                ("callbackData", "unsure-1"),
            ],
        )?;
        expect(&response, "failure", "permanent-unknown-outcome")?;
        expect(&response, "retryable", false)?;
        self.on_her_phone(message)?;
        screen::remark("It did. The statuses say so, by the callback data:");
        let events = self.process_next("unsure.json", [0, 3, 0])?;
        for event in &events {
            screen::event_line(
                event,
                &["statuses[0].status", "statuses[0].biz_opaque_callback_data"],
            );
            let data = "properties.statuses[0].biz_opaque_callback_data";
            expect(event, data, "unsure-1")?;
        }
        Ok(())
    }

    fn failed_later(&mut self) -> Result<()> {
        screen::scene("12. Accepted, and failed later: the customer wrote too long ago");
        self.sandbox
            .change_customer(ADA, &json!({"windowOpen": false}))?;
        self.sent(
            "sendMessageText",
            &[
                ("phoneNumber", "+393331234567"),
                ("message", "Still there?"),
            ],
        )?;
        let events = self.process_next("too-late.json", [0, 1, 0])?;
        for event in &events {
            screen::event(event);
            expect(event, "properties.statuses[0].status", "failed")?;
            expect(event, "properties.statuses[0].errors[0].code", 131_047)?;
        }
        Ok(())
    }

    fn forged(&self) -> Result<()> {
        screen::scene("13. A notification that WhatsApp did not sign");
        self.sandbox.customer(
            ADA,
            "say",
            &json!({"text": "Pay into this account instead."}),
        )?;
        let notification = self.next_notification()?;
        self.uip
            .write("forged.json", notification.body.as_bytes())?;
        let forged = format!("sha256={}", "0".repeat(64));
        let answer = self.uip.fails(
            "processWebhook",
            &[
                ("whatsAppNotification", "@forged.json"),
                ("signature", &forged),
            ],
        )?;
        expect(&answer.response, "code", "invalid-signature")?;
        if !answer.events.is_empty() {
            bail!("a forged notification made an event");
        }
        Ok(())
    }

    /// Calls a command that sends a request and fails.
    fn unsent(&mut self, command: &str, set: &[(&str, &str)]) -> Result<Value> {
        self.sends += 1;
        Ok(self.uip.fails(command, set)?.response)
    }
}
