use std::process::ExitCode;

use uip_server::operations::NotificationFilter;

use super::changes::when;
use super::{as_json, open, rows};
use crate::args::{Common, Notifications};
use crate::failure::Failure;
use crate::output::{show, tell};

/// What `uip notifications` is asked for.
pub fn notifications(common: &Common, verb: &Notifications) -> Result<ExitCode, Failure> {
    let inbox = open(common)?;
    match verb {
        Notifications::List(list) => {
            let filter = NotificationFilter {
                trigger: list.trigger.clone(),
                state: list.state.map(Into::into),
                customer: list.customer.clone(),
                span: (&list.times).into(),
                after: list.after,
                limit: list.limit,
            };
            let header = [
                "Id",
                "Received",
                "Trigger",
                "Command",
                "State",
                "Attempts",
                "Last error",
            ];
            rows(list.json, &inbox.notifications(&filter)?, header, |row| {
                [
                    row.id.to_string(),
                    row.received_at.to_string(),
                    row.trigger.clone(),
                    format!("{}.{}", row.adapter, row.command),
                    row.state.word().to_owned(),
                    row.attempts.to_string(),
                    row.last_error.clone().unwrap_or_default(),
                ]
            })?;
        }
        Notifications::Show(wanted) => {
            let notification = inbox.notification(wanted.id)?;
            if wanted.json {
                as_json(&notification)?;
            } else {
                show(notification)?;
            }
        }
        Notifications::Replay(replay) => {
            if let Some(id) = replay.id {
                inbox.replay_notification(id)?;
                tell(format!(
                    "notification {id} is waiting for its command again; {}",
                    when(&inbox)
                ))?;
            } else {
                let count = inbox.replay_failed()?;
                tell(format!(
                    "failed notifications that are waiting for their commands again: {count}; {}",
                    when(&inbox)
                ))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
