use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Apis, Problem, answered};
use crate::operations::{NotificationState, OperationError, Reading};

/// How many notifications one request looks through, and shows at most.
const SCANNED: usize = 2000;
const MOST: usize = 200;

/// How many events of a notification are shown.
const EVENTS: u32 = 200;

/// Which notifications are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Wanted {
    trigger: Option<String>,
    state: Option<InState>,
    /// Those with a smaller number: where the page before ended.
    before: Option<i64>,
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum InState {
    Waiting,
    Done,
    Failed,
}

/// Notifications, the newest first, as far as one request looks.
pub(super) async fn list(State(api): Apis, query: Result<Query<Wanted>, QueryRejection>) -> Answer {
    let Query(wanted) = query?;
    let page = api.read(move |connection| page(connection, &wanted));
    Ok(answered(&page.await?))
}

fn page(connection: &Connection, wanted: &Wanted) -> Result<Value, Problem> {
    let limit = wanted.limit.unwrap_or(50).clamp(1, MOST);
    let before = wanted.before.unwrap_or(i64::MAX);
    // States are written out so that the partial indexes serve.
    let query = match wanted.state {
        Some(InState::Failed) => {
            "SELECT id FROM notifications WHERE state = 2 AND id < ?1 ORDER BY id DESC LIMIT ?2"
        }
        Some(InState::Waiting | InState::Done) | None => {
            "SELECT id FROM notifications WHERE id < ?1 ORDER BY id DESC LIMIT ?2"
        }
    };
    let ids: Vec<i64> = connection
        .prepare_cached(query)?
        .query_map(params![before, SCANNED], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut next = ids.last().copied().filter(|_| ids.len() == SCANNED);
    let mut rows = Vec::new();
    let mut searched_to = None;
    for id in ids {
        let row = match Reading(connection).notification_row(id) {
            Ok(row) => row,
            // It was deleted meanwhile.
            Err(OperationError::NoNotification(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        searched_to = Some(row.received_at);
        let state = match row.state {
            NotificationState::Waiting => InState::Waiting,
            NotificationState::Done => InState::Done,
            NotificationState::Failed => InState::Failed,
        };
        let fits = wanted.state.is_none_or(|wanted| wanted == state)
            && wanted.trigger.as_ref().is_none_or(|it| *it == row.trigger);
        if !fits {
            continue;
        }
        rows.push(row);
        if rows.len() >= limit {
            next = Some(id);
            break;
        }
    }
    Ok(json!({ "notifications": rows, "next": next, "searchedTo": searched_to }))
}

/// One notification with its body as it came, and the events that came out of
/// it.
pub(super) async fn one(State(api): Apis, path: Result<Path<i64>, PathRejection>) -> Answer {
    let Path(id) = path?;
    let found = api.read(move |connection| {
        let notification = Reading(connection).notification(id)?;
        let events: Vec<Value> = connection
            .prepare_cached(
                "SELECT seq, name, id FROM events WHERE notification = ?1 ORDER BY seq LIMIT ?2",
            )?
            .query_map(params![id, EVENTS], |row| {
                let (seq, event, id): (i64, String, String) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(json!({ "seq": seq, "event": event, "eventId": id }))
            })?
            .collect::<Result<_, _>>()?;
        Ok(json!({
            "notification": notification.notification,
            "body": notification.body,
            "count": notification.events,
            "events": events,
        }))
    });
    Ok(answered(&found.await?))
}
