//! Posting notifications to the callback, with retries.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, header};
use http_body_util::Full;

use super::{HttpClient, client, with_causes};
use crate::model::notifications::{Attempt, Notification};
use crate::model::settings::Retries;
use crate::model::world::World;

/// Posts each notification in turn, for as long as the sandbox runs. While no callback URL
/// is set, or the app is not subscribed, it does nothing, and collected notifications stay as they are.
pub(crate) async fn deliver_for_ever(world: Arc<World>) {
    let client = client();
    let mut changes = world.changes();
    loop {
        changes.borrow_and_update();
        let Some(url) = world.look(|state| state.account.callback().map(str::to_owned)) else {
            if changes.changed().await.is_err() {
                return;
            }
            continue;
        };
        if let Some((place, notification)) = world.look(|state| state.outbox.notifications.due()) {
            post_until_accepted(&world, &client, &url, place, &notification).await;
        } else if world.look(|state| state.outbox.has_open_batch()) {
            // A batch that does not fill goes out after a moment, as it is.
            tokio::time::sleep(world.settings.batch_wait).await;
            world.change(|state| state.outbox.close_batch(&world.settings));
        } else if changes.changed().await.is_err() {
            return;
        }
    }
}

async fn post_until_accepted(
    world: &World,
    client: &HttpClient,
    url: &str,
    place: usize,
    notification: &Notification,
) {
    let Retries {
        attempts,
        first_wait,
        timeout,
    } = world.settings.retries;
    let mut wait = first_wait;
    for number in 1..=attempts.max(1) {
        let attempt = post(client, url, notification, timeout).await;
        let accepted = attempt == Attempt::Answered(200);
        match &attempt {
            Attempt::Answered(200) => tracing::info!("notification accepted"),
            Attempt::Answered(status) => {
                tracing::warn!(
                    "notification refused with {status}, attempt {number} of {attempts}"
                );
            }
            Attempt::NoAnswer(why) => {
                tracing::warn!(
                    "notification not delivered ({why}), attempt {number} of {attempts}"
                );
            }
        }
        let last = accepted || number == attempts.max(1);
        world.change(|state| {
            state.outbox.note(place, attempt);
            if last {
                state.outbox.notifications.finish(place);
            }
        });
        if last {
            return;
        }
        tokio::time::sleep(wait).await;
        wait = wait.saturating_mul(2);
    }
}

async fn post(
    client: &HttpClient,
    url: &str,
    notification: &Notification,
    timeout: Duration,
) -> Attempt {
    let request = Request::post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "facebookexternalua")
        .header(header::ACCEPT, "*/*")
        .header("x-hub-signature-256", notification.signature())
        .body(Full::from(notification.body().to_vec()));
    let request = match request {
        Ok(request) => request,
        Err(error) => return Attempt::NoAnswer(format!("the callback URL is not usable: {error}")),
    };
    match tokio::time::timeout(timeout, client.request(request)).await {
        Ok(Ok(response)) => Attempt::Answered(response.status().as_u16()),
        Ok(Err(error)) => Attempt::NoAnswer(with_causes(&error)),
        Err(_) => Attempt::NoAnswer(format!("no answer within {timeout:?}")),
    }
}
