//! What limits or blocks the sending.

use crate::bindings::uip::whatsapp::account::SendBlocker;
use uip_kit::json::{Object, Raw};

/// The health of what takes part in sending.
#[derive(Debug, Default)]
pub struct Health {
    /// The worst of all of it.
    pub can_send: Option<String>,
    /// What is not without restriction: each problem once.
    pub blocked_by: Vec<SendBlocker>,
}

impl Health {
    /// Adds the member `health_status` of an answer about a number or a template.
    pub fn add(&mut self, answer: &Object<'_>) {
        let Some(status) = answer.object("health_status") else {
            return;
        };
        self.worsen(status.text(CAN_SEND));
        for entity in status.items("entities").filter_map(Raw::object) {
            let can_send = entity.text(CAN_SEND);
            self.worsen(can_send.clone());
            if let Some(can_send) = can_send.filter(|word| rank(word) > 0) {
                self.add_entity(&entity, &can_send);
            }
        }
    }

    fn worsen(&mut self, can_send: Option<String>) {
        let is_worse = |word: &String| {
            self.can_send
                .as_ref()
                .is_none_or(|it| rank(it) < rank(word))
        };
        if let Some(worse) = can_send.filter(is_worse) {
            self.can_send = Some(worse);
        }
    }

    /// One problem for each error; without any, one with what else is said.
    fn add_entity(&mut self, entity: &Object<'_>, can_send: &str) {
        let blocker = SendBlocker {
            entity: entity.text("entity_type").unwrap_or_default(),
            id: entity.text_or_number("id"),
            can_send: can_send.to_owned(),
            error_code: None,
            error: None,
            solution: None,
            info: info(entity),
        };
        let mut errors = entity.objects("errors");
        if errors.is_empty() {
            self.add_blocker(blocker);
            return;
        }
        for error in errors.drain(..) {
            self.add_blocker(SendBlocker {
                error_code: error.number("error_code"),
                error: error.text("error_description"),
                solution: error.text("possible_solution"),
                ..blocker.clone()
            });
        }
    }

    /// The account, the business and the app are in the health of the number and
    /// in that of the template.
    fn add_blocker(&mut self, blocker: SendBlocker) {
        let is_same = |it: &SendBlocker| {
            (&it.entity, &it.id, it.error_code, &it.error)
                == (
                    &blocker.entity,
                    &blocker.id,
                    blocker.error_code,
                    &blocker.error,
                )
        };
        if !self.blocked_by.iter().any(is_same) {
            self.blocked_by.push(blocker);
        }
    }
}

const CAN_SEND: &str = "can_send_message";

/// A word that Meta has not documented is worse than none.
fn rank(can_send: &str) -> u8 {
    match can_send {
        "AVAILABLE" => 0,
        "BLOCKED" => 2,
        _ => 1,
    }
}

fn info(entity: &Object<'_>) -> Option<String> {
    let sentences = entity.items("additional_info").filter_map(Raw::text);
    let sentences: Vec<_> = sentences.collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

#[cfg(test)]
mod tests {
    use super::Health;
    use uip_kit::json::Document;

    fn health(answers: &[&str]) -> Health {
        let mut health = Health::default();
        for answer in answers {
            health.add(&Document::parse(answer).unwrap().object().unwrap());
        }
        health
    }

    const UNPAID: &str = r#"{"entity_type":"WABA","id":"5","can_send_message":"BLOCKED","errors":[
        {"error_code":141006,"error_description":"There is an error with the payment method.",
         "possible_solution":"Add a payment method."}]}"#;

    fn answer(can_send: &str, entities: &str) -> String {
        format!(
            r#"{{"health_status":{{"can_send_message":"{can_send}","entities":[{entities}]}}}}"#
        )
    }

    #[test]
    fn a_number_without_restriction_has_nothing_that_blocks_it() {
        let entities = r#"{"entity_type":"APP","id":"1","can_send_message":"AVAILABLE"}"#;
        let health = health(&[&answer("AVAILABLE", entities)]);
        assert_eq!(health.can_send.as_deref(), Some("AVAILABLE"));
        assert!(health.blocked_by.is_empty());
    }

    #[test]
    fn what_blocks_is_told_once_with_what_helps() {
        let limited = r#"{"entity_type":"PHONE_NUMBER","id":7,"can_send_message":"LIMITED",
            "additional_info":["Your display name has not been approved yet.","Wait."]}"#;
        let number = answer("BLOCKED", &format!("{limited},{UNPAID}"));
        let template = answer("BLOCKED", UNPAID);
        let health = health(&[&number, &template]);
        assert_eq!(health.can_send.as_deref(), Some("BLOCKED"));
        let [first, second] = health.blocked_by.as_slice() else {
            panic!("two of them")
        };
        assert_eq!(
            (first.entity.as_str(), first.id.as_deref()),
            ("PHONE_NUMBER", Some("7"))
        );
        assert_eq!(
            (first.can_send.as_str(), first.error_code),
            ("LIMITED", None)
        );
        assert_eq!(
            first.info.as_deref(),
            Some("Your display name has not been approved yet. Wait.")
        );
        assert_eq!(second.error_code, Some(141_006));
        assert_eq!(
            second.error.as_deref(),
            Some("There is an error with the payment method.")
        );
        assert_eq!(second.solution.as_deref(), Some("Add a payment method."));
    }

    #[test]
    fn the_worst_of_the_number_and_the_template_counts() {
        for (number, template, worst) in [
            ("AVAILABLE", "LIMITED", "LIMITED"),
            ("BLOCKED", "AVAILABLE", "BLOCKED"),
            ("LIMITED", "BLOCKED", "BLOCKED"),
            ("AVAILABLE", "PAUSED", "PAUSED"),
        ] {
            let health = health(&[&answer(number, ""), &answer(template, "")]);
            assert_eq!(health.can_send.as_deref(), Some(worst));
        }
        // The whole is as good as its worst part, also where it is not told.
        let entities = format!(r#"{{"health_status":{{"entities":[{UNPAID}]}}}}"#);
        assert_eq!(health(&[&entities]).can_send.as_deref(), Some("BLOCKED"));
    }

    #[test]
    fn what_is_not_told_is_absent() {
        for other in [
            "{}",
            r#"{"health_status":null}"#,
            r#"{"health_status":{"entities":[7,{}]}}"#,
        ] {
            let health = health(&[other]);
            assert_eq!(health.can_send, None, "{other}");
            assert!(health.blocked_by.is_empty(), "{other}");
        }
    }
}
