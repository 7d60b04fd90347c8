//! Notifications from WhatsApp, which become events.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::sandbox::Notification;
use super::{ADA, Stage, expect, screen, text};

/// A customer who hides the phone number.
const GRACE: &str = "GB.40917265530816429713";

/// What is shown of an event that is one of many.
const TELLING: &[&str] = &[
    "statuses[0].status",
    "statuses[0].biz_opaque_callback_data",
    "statuses[0].errors[0].code",
    "statuses[0].errors[0].title",
    "contacts[0].profile.name",
    "messages[0].type",
    "messages[0].text.body",
    "messages[0].reaction.emoji",
    "messages[0].context.id",
    "field",
    "value.event",
];

impl Stage<'_> {
    /// Statuses, a customer's message, an answer to it, and a batch of all
    /// kinds.
    pub(super) fn receive(&mut self) -> Result<()> {
        screen::scene("4. What became of the two: six statuses in one notification");
        let events = self.process_next("statuses.json", [0, 6, 0])?;
        for (event, (status, data)) in events.iter().zip([
            ("sent", "booking-17"),
            ("delivered", "booking-17"),
            ("read", "booking-17"),
            ("sent", "order-B-17"),
            ("delivered", "order-B-17"),
            ("read", "order-B-17"),
        ]) {
            screen::event_line(event, TELLING);
            expect(event, "event", "status_changed")?;
            expect(event, "properties.statuses[0].status", status)?;
            expect(
                event,
                "properties.statuses[0].biz_opaque_callback_data",
                data,
            )?;
        }

        screen::scene("5. The customer writes");
        let said = "C'è ancora del pane di segale? 🍞";
        let message = self.sandbox.customer(ADA, "say", &json!({"text": said}))?;
        let events = self.process_next("message.json", [1, 0, 0])?;
        let event = events.first().context("no event came")?;
        screen::event(event);
        expect(event, "event", "customer_message")?;
        expect(event, "eventId", message.as_str())?;
        expect(event, "properties.messages[0].text.body", said)?;

        screen::scene("6. A reaction to that message");
        let from = text(event, "properties.messages[0].from")?.to_owned();
        let id = text(event, "properties.messages[0].id")?.to_owned();
        self.sent(
            "sendMessageReaction",
            &[
                ("phoneNumber", &format!("+{from}")),
                ("messageId", &id),
                ("emoji", "👍"),
            ],
        )?;
        self.on_her_phone("👍")?;

        self.receive_batch(&message)
    }

    /// One notification with two entries of three updates each: a status, four
    /// messages and another webhook field.
    fn receive_batch(&mut self, message: &str) -> Result<()> {
        screen::scene("7. A batch: everything at once, one event each");
        let reply = json!({"messageId": message, "text": "Two loaves, please."});
        self.sandbox.customer(ADA, "reply", &reply)?;
        let react = json!({"messageId": message, "emoji": "🙏"});
        self.sandbox.customer(ADA, "react", &react)?;
        self.sandbox
            .change_customer(GRACE, &json!({"name": "Grace Hill"}))?;
        let hidden = json!({"text": "I hide my number. Can you still answer me?"});
        self.sandbox.customer(GRACE, "say", &hidden)?;
        // No release of this adapter knows this type.
        let strange = json!({"type": "hologram", "content": {"depth": 3}});
        self.sandbox.customer(ADA, "send", &strange)?;
        let approved = json!({"event": "APPROVED", "message_template_name": "order_ready"});
        self.sandbox
            .notify("message_template_status_update", &approved)?;

        let events = self.process_next("batch.json", [4, 1, 1])?;
        for event in &events {
            screen::event_line(event, TELLING);
        }
        let hologram = events
            .iter()
            .find(|event| {
                screen::at(event, "properties.messages[0].type") == Some(&"hologram".into())
            })
            .context("the message of an unknown type was lost")?;
        expect(hologram, "properties.messages[0].hologram.depth", 3)?;

        let user_id = events
            .iter()
            .find_map(|event| {
                text(event, "properties.messages[0].from_user_id")
                    .ok()
                    .filter(|id| *id == GRACE)
            })
            .context("the message of the customer without a number was lost")?
            .to_owned();
        self.sent(
            "sendMessageText",
            &[
                ("phoneNumber", user_id.as_str()),
                ("message", "Yes, by your user ID."),
            ],
        )?;
        // Its statuses are of no matter here.
        self.sandbox.notifications().map(drop)
    }

    /// Feeds the one notification that is there to the adapter, and checks how
    /// many events of each kind come out.
    pub(super) fn process_next(&self, file: &str, counts: [usize; 3]) -> Result<Vec<Value>> {
        let notification = self.next_notification()?;
        self.uip.write(file, notification.body.as_bytes())?;
        screen::remark("");
        screen::remark(&format!(
            "WhatsApp posts {} bytes to the webhook, saved as {file}, and signs them.",
            notification.body.len()
        ));
        let answer = self.uip.succeeds(
            "processWebhook",
            &[
                ("whatsAppNotification", &format!("@{file}")),
                ("signature", &notification.signature),
            ],
        )?;
        let names = ["customerMessages", "statusChanges", "webhookNotifications"];
        for (name, count) in names.iter().zip(counts) {
            expect(&answer.response, name, count)?;
        }
        if answer.events.len() != counts.iter().sum::<usize>() {
            bail!("{} events came out of {file}", answer.events.len());
        }
        screen::remark("");
        Ok(answer.events)
    }

    /// The one notification that is there.
    pub(super) fn next_notification(&self) -> Result<Notification> {
        let mut notifications = self.sandbox.notifications()?;
        match (notifications.pop(), notifications.len()) {
            (Some(notification), 0) => Ok(notification),
            (_, others) => bail!(
                "the sandbox should have one notification, not {}",
                others + 1
            ),
        }
    }
}
