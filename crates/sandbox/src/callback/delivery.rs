//! Posting notifications to the callback, with retries.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt as _, Full, Limited};

use super::{HttpClient, client, with_causes};
use crate::model::line::Carrier;
use crate::model::notifications::{Attempt, Notification};
use crate::model::settings::Retries;
use crate::model::traffic::{Post, Tried};
use crate::model::world::World;

/// How Meta names itself.
const META: &str = "facebookexternalua";
/// How Twilio does.
const TWILIO: &str = "TwilioProxy/1.1";
/// So much of an answer's body is kept.
const LONGEST_ANSWER: usize = 4096;
/// So long is waited for it.
const LONGEST_BODY_WAIT: Duration = Duration::from_millis(250);

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
        let tried = post(world, client, url, Parcel::of(notification), timeout).await;
        let accepted = tried.outcome == Attempt::Answered(200);
        match &tried.outcome {
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
            state.outbox.note(place, tried.outcome.clone());
            state.tried(Carrier::CloudApi, place, tried);
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

/// Posts a webhook once more, as it was posted before.
pub(crate) async fn post_again(world: &World, url: &str, webhook: &Post) -> Tried {
    let parcel = Parcel {
        content_type: webhook.content_type,
        agent: match webhook.carrier {
            Carrier::CloudApi => META,
            Carrier::Twilio => TWILIO,
        },
        signature: (webhook.signature.0, &webhook.signature.1),
        body: webhook.body.clone(),
    };
    post(
        world,
        &client(),
        url,
        parcel,
        world.settings.retries.timeout,
    )
    .await
}

/// What is posted.
struct Parcel<'a> {
    content_type: &'static str,
    agent: &'static str,
    signature: (&'static str, &'a str),
    body: Bytes,
}

impl<'a> Parcel<'a> {
    fn of(notification: &'a Notification) -> Self {
        Self {
            content_type: "application/json",
            agent: META,
            signature: ("x-hub-signature-256", notification.signature()),
            body: notification.shared_body(),
        }
    }
}

/// Posts once.
async fn post(
    world: &World,
    client: &HttpClient,
    url: &str,
    parcel: Parcel<'_>,
    timeout: Duration,
) -> Tried {
    let started = Instant::now();
    let mut tried = Tried {
        at: world.look(|state| state.clock.now()),
        took: Duration::ZERO,
        url: url.to_owned(),
        outcome: Attempt::NoAnswer(format!("no answer within {timeout:?}")),
        answer: String::new(),
        retry_after: None,
        remark: None,
    };
    let request = Request::post(url)
        .header(header::CONTENT_TYPE, parcel.content_type)
        .header(header::USER_AGENT, parcel.agent)
        .header(header::ACCEPT, "*/*")
        .header(parcel.signature.0, parcel.signature.1)
        .body(Full::from(parcel.body));
    let request = match request {
        Ok(request) => request,
        Err(error) => {
            tried.outcome = Attempt::NoAnswer(format!("the callback URL is not usable: {error}"));
            return tried;
        }
    };
    match tokio::time::timeout(timeout, client.request(request)).await {
        Ok(Ok(response)) => {
            tried.outcome = Attempt::Answered(response.status().as_u16());
            let retry_after = response.headers().get(header::RETRY_AFTER);
            tried.retry_after = retry_after.and_then(|value| Some(value.to_str().ok()?.to_owned()));
            let body = Limited::new(response.into_body(), LONGEST_ANSWER).collect();
            // The status decides. What is said with it is only shown, and not worth a long wait.
            if let Ok(Ok(body)) = tokio::time::timeout(LONGEST_BODY_WAIT, body).await {
                tried.answer = String::from_utf8_lossy(&body.to_bytes()).into_owned();
            }
        }
        Ok(Err(error)) => tried.outcome = Attempt::NoAnswer(with_causes(&error)),
        Err(_) => {}
    }
    tried.took = started.elapsed();
    tried
}
