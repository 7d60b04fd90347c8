//! What an operator changes, as `uip events`, `uip notifications` and `uip
//! triggers` do.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::events::gone;
use super::{Answer, Api, Apis, Problem, answered};
use crate::Replay;
use crate::StoreError;
use crate::operations::{DeliveriesOf, Effect, EventFilter, Operations, Reading};

/// What is done. Whatever is about more than one thing carries how many things
/// who asked saw: `expect`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Action {
    /// `retry`: makes pending deliveries of an event due now.
    Retry(Event),
    /// `drop`: makes pending deliveries of an event dead letters.
    Drop(Event),
    /// `replay`: delivers an event again where it is dead or pending.
    Replay(Event),
    /// `replay-all`: the same, also where it was delivered.
    ReplayAll(Event),
    /// `replay-dead`: delivers the dead letters of a trigger again that were
    /// given up or refused.
    ReplayDead(Bulk),
    /// `drop-pending`: makes everything pending to a trigger dead letters.
    DropPending(Bulk),
    /// `replay-notification`
    ReplayNotification(i64),
    /// `replay-failed`: processes the notifications again that failed.
    ReplayFailed(u64),
    /// `pause`, `resume`: deliveries to a trigger.
    Pause(String),
    Resume(String),
}

/// An event, and the trigger if not all are meant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    seq: i64,
    trigger: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulk {
    trigger: String,
    expect: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notification {
    id: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    expect: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    trigger: String,
}

impl Action {
    fn read(name: &str, body: Value) -> Result<Self, Problem> {
        fn about<T: serde::de::DeserializeOwned>(body: Value) -> Result<T, Problem> {
            serde_json::from_value(body)
                .map_err(|error| Problem::bad_request(format!("{error} (nothing was changed)")))
        }
        Ok(match name {
            "retry" => Self::Retry(about(body)?),
            "drop" => Self::Drop(about(body)?),
            "replay" => Self::Replay(about(body)?),
            "replay-all" => Self::ReplayAll(about(body)?),
            "replay-dead" => Self::ReplayDead(about(body)?),
            "drop-pending" => Self::DropPending(about(body)?),
            "replay-notification" => Self::ReplayNotification(about::<Notification>(body)?.id),
            "replay-failed" => Self::ReplayFailed(about::<Count>(body)?.expect),
            "pause" => Self::Pause(about::<Trigger>(body)?.trigger),
            "resume" => Self::Resume(about::<Trigger>(body)?.trigger),
            _ => return Err(Problem::not_found("there is no such action")),
        })
    }

    /// The name under which it is asked for.
    fn name(&self) -> &'static str {
        match self {
            Self::Retry(_) => "retry",
            Self::Drop(_) => "drop",
            Self::Replay(_) => "replay",
            Self::ReplayAll(_) => "replay-all",
            Self::ReplayDead(_) => "replay-dead",
            Self::DropPending(_) => "drop-pending",
            Self::ReplayNotification(_) => "replay-notification",
            Self::ReplayFailed(_) => "replay-failed",
            Self::Pause(_) => "pause",
            Self::Resume(_) => "resume",
        }
    }

    /// The id of the one event that it is about.
    fn event_id(&self, operations: &Operations) -> Option<String> {
        let (Self::Retry(event) | Self::Drop(event) | Self::Replay(event) | Self::ReplayAll(event)) =
            self
        else {
            return None;
        };
        let found = Reading(operations.connection())
            .find_by_number(event.seq)
            .ok()?;
        found.map(|row| row.event_id)
    }

    /// The event trigger that it is about, if not all are meant.
    fn trigger(&self) -> Option<&str> {
        match self {
            Self::Retry(event)
            | Self::Drop(event)
            | Self::Replay(event)
            | Self::ReplayAll(event) => event.trigger.as_deref(),
            Self::ReplayDead(bulk) | Self::DropPending(bulk) => Some(&bulk.trigger),
            Self::Pause(trigger) | Self::Resume(trigger) => Some(trigger),
            Self::ReplayNotification(_) | Self::ReplayFailed(_) => None,
        }
    }

    /// The number of the notification that it is about.
    fn notification(&self) -> Option<i64> {
        match self {
            Self::ReplayNotification(id) => Some(*id),
            _ => None,
        }
    }

    /// Does it. Gives what happened to each delivery, and how many things were
    /// changed.
    fn run(&self, operations: &Operations) -> Result<Done, Problem> {
        let effects = |effects: Vec<Effect>| Done::of(&effects);
        Ok(match self {
            Self::Retry(event) => effects(event.run(operations, |operations, event| {
                operations.retry_event(event)
            })?),
            Self::Drop(event) => {
                effects(event.run(operations, |operations, event| operations.drop_event(event))?)
            }
            Self::Replay(event) => event.replay(operations, Replay::Dead)?,
            Self::ReplayAll(event) => event.replay(operations, Replay::All)?,
            Self::ReplayDead(bulk) => {
                bulk.check(operations, REPLAYABLE)?;
                let done = operations.replay_events(&bulk.filter(), Replay::Dead, None)?;
                if done.deliveries == 0 && done.not_configured > 0 {
                    return Err(Problem::conflict(format!(
                        "nothing was changed: deliveries that were not replayed, since the event trigger `{}` is not configured any more: {}; add it to uip.toml again and reload",
                        bulk.trigger, done.not_configured
                    )));
                }
                Done::count(done.deliveries)
            }
            Self::DropPending(bulk) => {
                bulk.check(operations, PENDING)?;
                Done::count(operations.drop_events(&bulk.filter())?)
            }
            Self::ReplayNotification(id) => {
                operations.replay_notification(*id)?;
                Done::count(1)
            }
            Self::ReplayFailed(expect) => {
                let failed = "SELECT count(*) FROM notifications WHERE state = 2";
                let count = operations
                    .connection()
                    .query_row(failed, [], |row| row.get(0))?;
                expected(count, *expect)?;
                Done::count(operations.replay_failed()?)
            }
            Self::Pause(trigger) => {
                operations.pause_trigger(trigger)?;
                Done::count(1)
            }
            Self::Resume(trigger) => {
                operations.resume_trigger(trigger)?;
                Done::count(1)
            }
        })
    }
}

/// How many deliveries `replay-dead` is about: see
/// [`Operations::replay_events`].
const REPLAYABLE: &str = "SELECT count(*) FROM deliveries JOIN events ON seq = event
    WHERE trigger = ?1 AND state = 2 AND coalesce(dead_cause, 0) IN (0, 1) AND payload <> ''";

/// How many deliveries `drop-pending` is about.
const PENDING: &str = "SELECT count(*) FROM deliveries WHERE trigger = ?1 AND state = 0";

/// What an action did.
struct Done {
    changed: usize,
    effects: Vec<Value>,
}

impl Done {
    fn count(changed: usize) -> Self {
        Self {
            changed,
            effects: Vec::new(),
        }
    }

    fn of(effects: &[Effect]) -> Self {
        let changed = effects.iter().filter(|effect| effect.outcome.is_done());
        let shown = effects.iter().map(|effect| {
            json!({
                "trigger": effect.trigger,
                "done": effect.outcome.is_done(),
                "says": effect.to_string(),
            })
        });
        Self {
            changed: changed.count(),
            effects: shown.collect(),
        }
    }
}

impl Event {
    fn run(
        &self,
        operations: &Operations,
        change: impl FnOnce(
            &Operations,
            DeliveriesOf<'_>,
        ) -> Result<Vec<Effect>, crate::operations::OperationError>,
    ) -> Result<Vec<Effect>, Problem> {
        let event = Reading(operations.connection())
            .find_by_number(self.seq)?
            .ok_or_else(|| gone(self.seq))?;
        // An unclaimed event belongs to no adapter.
        let adapter = Some(event.adapter.as_str()).filter(|name| !name.is_empty());
        let which = DeliveriesOf::event(&event.event_id)
            .adapter(adapter)
            .trigger(self.trigger.as_deref());
        Ok(change(operations, which)?)
    }

    fn replay(&self, operations: &Operations, which: Replay) -> Result<Done, Problem> {
        let mut is_later = false;
        let effects = self.run(operations, |operations, event| {
            let effects = operations.replay_event(event, which)?;
            is_later = effects.is_none();
            Ok(effects.unwrap_or_default())
        })?;
        Ok(Done {
            // The server has not done it yet, and will.
            changed: if is_later {
                1
            } else {
                Done::of(&effects).changed
            },
            ..Done::of(&effects)
        })
    }
}

impl Bulk {
    fn filter(&self) -> EventFilter {
        EventFilter {
            trigger: Some(self.trigger.clone()),
            ..EventFilter::default()
        }
    }

    fn check(&self, operations: &Operations, count: &str) -> Result<(), Problem> {
        let connection: &Connection = operations.connection();
        let count = connection.query_row(count, [&self.trigger], |row| row.get(0))?;
        expected(count, self.expect)
    }
}

fn expected(count: u64, expected: u64) -> Result<(), Problem> {
    if count == expected {
        return Ok(());
    }
    Err(Problem::other_count(count, expected))
}

/// Does what the path names, on what the body names.
pub(super) async fn operate(
    State(api): Apis,
    path: Result<Path<String>, PathRejection>,
    body: Result<Json<Value>, JsonRejection>,
) -> Answer {
    let (Path(name), Json(body)) = (path?, body?);
    let action = Action::read(&name, body)?;
    let done = run(&api, action).await?;
    Ok(answered(
        &json!({ "changed": done.changed, "effects": done.effects }),
    ))
}

async fn run(api: &Api, action: Action) -> Result<Done, Problem> {
    let file = api.shared.settings.file.clone();
    let inbox = api.shared.lasting.inbox.clone();
    let what = action.clone();
    let task = tokio::task::spawn_blocking(move || {
        inbox.is_in_place()?;
        let operations = Operations::open(&file)?;
        let event = what.event_id(&operations);
        Ok((event, what.run(&operations)))
    });
    let (event, done) = match task.await {
        Ok(Ok(done)) => done,
        Ok(Err(problem)) => (None, Err(problem)),
        Err(error) => {
            tracing::error!(%error, "an action of the console failed in the server");
            (None, Err(StoreError::Closed.into()))
        }
    };
    let (name, trigger) = (action.name(), action.trigger());
    let notification = action.notification();
    match &done {
        Ok(done) => {
            tracing::info!(
                action = name,
                event,
                trigger,
                notification,
                changed = done.changed,
                role = "operator",
                "the console acted"
            );
            // Who waits for what was changed looks now.
            api.shared.lasting.routed.give();
            api.shared.lasting.stored.give();
        }
        Err(problem) => {
            tracing::info!(
                action = name,
                event,
                trigger,
                notification,
                ?problem,
                role = "operator",
                "the console did not act"
            );
        }
    }
    done
}
