use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use uip_contract::{CallError, CommandCall, Response};

use super::collecting::Collected;
use crate::Adapters;
use crate::backoff::Backoff;
use crate::config::{Filling, WebhookTrigger};
use crate::inbox::clock::InboxClock;
use crate::inbox::events::RoutedEvent;
use crate::inbox::notifications::{self, End, Waiting};
use crate::inbox::unclaimed::Origin;
use crate::ownership::Ownership;
use crate::routing::Routing;

/// How long a notification whose command fails for now is tried.
const TRY_FOR: Duration = Duration::from_hours(7 * 24);

const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(2),
    most: Duration::from_mins(10),
};

/// Takes notifications through their commands.
pub(crate) struct Caller {
    pub adapters: Arc<dyn Adapters>,
    pub triggers: HashMap<String, WebhookTrigger>,
    pub ownership: Ownership,
    pub routing: Routing,
    pub clock: InboxClock,
}

/// A notification that went through its command.
pub(crate) struct Called {
    pub id: i64,
    pub end: End,
    pub events: Vec<RoutedEvent>,
}

impl Called {
    /// A notification whose call ended in a crash of this program.
    pub fn crashed(id: i64, attempts: u32, clock: &InboxClock) -> Self {
        let again = clock.now().time.after(BACKOFF.after(attempts + 1));
        Self {
            id,
            end: End::Again(
                again,
                "the host crashed while it called the command".to_owned(),
            ),
            events: Vec::new(),
        }
    }
}

impl Caller {
    /// Calls the command that a notification waits for.
    pub async fn call(&self, adapter: &str, waiting: Waiting) -> Called {
        let id = waiting.id;
        let collected = Arc::new(Collected::default());
        let end = match self.request(&waiting) {
            Ok(request) => {
                let sink = Arc::clone(&collected) as _;
                let call = CommandCall::new(adapter, &*waiting.command, request);
                let result = self.adapters.call(call, sink).await;
                match (collected.problem(), result) {
                    // Whatever the command makes of it: the same notification has
                    // the same events each time. A call that was cut has others
                    // the next time.
                    (Some(problem), Ok(_)) => failed(&waiting, problem),
                    (_, result) => self.end(&waiting, result),
                }
            }
            Err(problem) => End::Failed(problem),
        };
        let emitted = match end {
            // Events that a command emitted before it failed for good are as
            // real as others. A command that is called again emits them again.
            End::Done | End::Failed(_) => collected.take(),
            End::Again(..) => Vec::new(),
        };
        let mut events = Vec::with_capacity(emitted.len());
        let trigger: Arc<str> = waiting.trigger.into();
        let origin = Origin {
            adapter: adapter.into(),
            trigger: Some(trigger),
        };
        for event in emitted {
            let owner = self.ownership.owner(&origin, event.payload.get());
            events.push(self.routing.route(origin.clone(), owner, event).await);
        }
        Called { id, end, events }
    }

    fn request(&self, waiting: &Waiting) -> Result<Value, String> {
        let trigger = self.triggers.get(&waiting.trigger).ok_or_else(|| {
            format!(
                "no trigger `{}` is configured any more: add it again, then replay the notification",
                waiting.trigger
            )
        })?;
        request_of(trigger, &waiting.body, &waiting.called)
    }

    fn end(&self, waiting: &Waiting, result: Result<Response, CallError>) -> End {
        let (error, retryable, wait) = match result {
            Ok(response) if response.is_success() => return End::Done,
            Ok(response) => (
                format!(
                    "{}: {}",
                    response.code().unwrap_or("failure"),
                    response.error().unwrap_or("the command does not say why")
                ),
                response.is_retryable(),
                response.retry_after_seconds(),
            ),
            Err(CallError::Execution(failure)) => (
                format!("{}: {failure}", failure.code.word()),
                failure.is_retryable(),
                None,
            ),
            Err(error) => (error.to_string(), false, None),
        };
        let now = self.clock.now();
        let too_long = now.uptime.since(waiting.since) >= TRY_FOR;
        // A notification that is replayed has had its time, and gets one try.
        if !retryable || too_long {
            return failed(waiting, error);
        }
        tracing::warn!(
            notification = waiting.id,
            trigger = waiting.trigger,
            attempts = waiting.attempts + 1,
            "a notification failed for now and is tried again"
        );
        let wait = wait
            .map_or(Duration::ZERO, Duration::from_secs)
            .max(BACKOFF.after(waiting.attempts + 1));
        End::Again(now.time.after(wait), error)
    }
}

fn failed(waiting: &Waiting, error: String) -> End {
    tracing::error!(
        notification = waiting.id,
        trigger = waiting.trigger,
        "a notification failed and is kept; its error is shown by `uip notifications show`"
    );
    End::Failed(error)
}

/// The request that a trigger makes of a notification.
pub(crate) fn request_of(
    trigger: &WebhookTrigger,
    body: &[u8],
    called: &notifications::Called,
) -> Result<Value, String> {
    let body = std::str::from_utf8(body).map_err(|_| "the body is not UTF-8")?;
    let headers = serde_json::from_str(&called.headers).unwrap_or_default();
    let filling = Filling {
        body,
        parse_body: trigger.parse_body,
        headers: &headers,
        url: called.url.as_deref(),
        parameters: called.parameters.as_deref(),
    };
    Ok(trigger
        .properties
        .iter()
        .filter_map(|(name, template)| Some((name.clone(), template.fill(&filling)?)))
        .collect::<Map<_, _>>()
        .into())
}
