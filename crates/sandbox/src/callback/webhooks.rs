//! Calling the business's URLs as Twilio does.
//!
//! Source: Twilio's page "Webhooks (HTTP callbacks): connection overrides". By default a request is repeated once, and
//! only if no connection was made. The fragment of the URL can ask for more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Request, header};
use http_body_util::{BodyExt as _, Full, Limited};

use super::{HttpClient, client, with_causes};
use crate::model::line::Carrier;
use crate::model::notifications::Attempt;
use crate::model::traffic::Tried;
use crate::model::twilio::messages::outbound::{release_due, reply};
use crate::model::twilio::webhooks::{form, sign, twiml, without_fragment};
use crate::model::twilio::{Webhook, WebhookAttempt, WebhookKind};
use crate::model::world::World;

/// So much of an answer is kept.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Calls the URL of each webhook in turn, for as long as the sandbox runs, and sends the scheduled messages that
/// are due.
pub(crate) async fn call_for_ever(world: Arc<World>) {
    let client = client();
    let mut changes = world.changes();
    loop {
        changes.borrow_and_update();
        if let Some((place, webhook)) = world.look(|state| state.twilio.webhooks.due()) {
            call(&world, &client, place, &webhook).await;
            world.change(|state| state.twilio.webhooks.finish(place));
            continue;
        }
        let due_in = world.look(|state| {
            let due = Duration::from_secs(state.twilio.messages.next_due()?);
            Some(due.saturating_sub(state.clock.now()))
        });
        let woken = match due_in {
            Some(Duration::ZERO) => {
                world.change(|state| release_due(state, &world.settings));
                continue;
            }
            Some(wait) => tokio::time::timeout(wait, changes.changed()).await,
            None => Ok(changes.changed().await),
        };
        if let Ok(Err(_)) = woken {
            return;
        }
    }
}

/// Calls a webhook's URL and, if it fails, the fallback.
async fn call(world: &World, client: &HttpClient, place: usize, webhook: &Webhook) {
    let Some(configured) = &webhook.url else {
        return;
    };
    let url = without_fragment(configured);
    let policy = Policy::read(configured);
    let mut wait = world.settings.retries.first_wait;
    for repeats in (0..=policy.repeats).rev() {
        let begin = Begin::now(world);
        let (attempt, no_connection) = post(world, client, url, webhook, &[], &policy).await;
        let failed = has_failed(&attempt, webhook.kind);
        let again = repeats > 0 && policy.repeats_after(&attempt.outcome, no_connection);
        note(world, place, attempt, begin);
        if !failed {
            return;
        }
        if !again {
            break;
        }
        tokio::time::sleep(wait).await;
        wait = wait.saturating_mul(2);
    }
    if let Some(fallback) = &webhook.fallback_url {
        let more = [
            ("ErrorCode".to_owned(), "11200".to_owned()),
            ("ErrorUrl".to_owned(), url.to_owned()),
        ];
        let url = without_fragment(fallback);
        let policy = Policy::read(fallback);
        let begin = Begin::now(world);
        let (attempt, _) = post(world, client, url, webhook, &more, &policy).await;
        note(world, place, attempt, begin);
    }
}

/// When an attempt began.
#[derive(Clone, Copy)]
struct Begin {
    /// By the sandbox's clock, since 1970.
    at: Duration,
    started: Instant,
}

impl Begin {
    fn now(world: &World) -> Self {
        Self {
            at: world.look(|state| state.clock.now()),
            started: Instant::now(),
        }
    }
}

fn note(world: &World, place: usize, attempt: WebhookAttempt, begin: Begin) {
    match (&attempt.outcome, &attempt.remark) {
        (Attempt::Answered(status @ 200..300), None) => {
            tracing::info!("webhook answered with {status}");
        }
        (Attempt::Answered(status), remark) => {
            let remark = remark.as_deref().unwrap_or("an error");
            tracing::warn!("webhook answered with {status}: {remark}");
        }
        (Attempt::NoAnswer(why), _) => tracing::warn!("webhook not delivered ({why})"),
    }
    let tried = Tried {
        at: begin.at,
        took: begin.started.elapsed(),
        url: attempt.url.clone(),
        outcome: attempt.outcome.clone(),
        answer: attempt.answer.clone(),
        retry_after: None,
        remark: attempt.remark.clone(),
    };
    world.change(|state| {
        state.tried(Carrier::Twilio, place, tried);
        let webhooks = &mut state.twilio.webhooks;
        webhooks.change(place, |webhook| webhook.attempts.push(attempt));
    });
}

/// Whether Twilio counts an attempt as failed.
fn has_failed(attempt: &WebhookAttempt, kind: WebhookKind) -> bool {
    match &attempt.outcome {
        Attempt::Answered(200..300) => {
            let remark = attempt.remark.as_deref().unwrap_or_default();
            kind == WebhookKind::Message
                && (remark.starts_with("12300") || remark.starts_with("12100"))
        }
        Attempt::Answered(_) | Attempt::NoAnswer(_) => true,
    }
}

/// What a request can be repeated after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    ClientError,
    ServerError,
    NoConnection,
    Timeout,
}

/// The word of each cause in a fragment.
const CAUSES: [(&str, Cause); 4] = [
    ("4xx", Cause::ClientError),
    ("5xx", Cause::ServerError),
    ("ct", Cause::NoConnection),
    ("rt", Cause::Timeout),
];

/// When a request is repeated, and how long it may take.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Policy {
    repeats: u32,
    after: Vec<Cause>,
    timeout: Duration,
}

impl Policy {
    /// From the fragment of a configured URL: `rc` is the count of repeats, `rp` what they follow, `rt` and `tt` are
    /// times in milliseconds.
    fn read(url: &str) -> Self {
        let mut policy = Self {
            repeats: 1,
            after: vec![Cause::NoConnection],
            timeout: Duration::from_secs(15),
        };
        let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
        for (name, value) in form_urlencoded::parse(fragment.as_bytes()) {
            match name.as_ref() {
                "rc" => policy.repeats = value.parse().map_or(1, |count: u32| count.min(5)),
                "rp" => {
                    let words: Vec<&str> = value.split(',').collect();
                    let causes = CAUSES.iter();
                    let named =
                        causes.filter(|(word, _)| words.contains(word) || words.contains(&"all"));
                    policy.after = named.map(|(_, cause)| *cause).collect();
                }
                "rt" | "tt" => {
                    let limit = value.parse().map(Duration::from_millis);
                    policy.timeout =
                        limit.map_or(policy.timeout, |limit| limit.min(policy.timeout));
                }
                _ => {}
            }
        }
        policy
    }

    fn repeats_after(&self, outcome: &Attempt, no_connection: bool) -> bool {
        let cause = match outcome {
            Attempt::Answered(400..500) => Cause::ClientError,
            Attempt::Answered(500..) => Cause::ServerError,
            Attempt::Answered(_) => return false,
            Attempt::NoAnswer(_) if no_connection => Cause::NoConnection,
            Attempt::NoAnswer(_) => Cause::Timeout,
        };
        self.after.contains(&cause)
    }
}

/// Posts the form with `more` parameters. Returns the attempt, and whether no connection was made.
async fn post(
    world: &World,
    client: &HttpClient,
    url: &str,
    webhook: &Webhook,
    more: &[(String, String)],
    policy: &Policy,
) -> (WebhookAttempt, bool) {
    let mut parameters = webhook.parameters.clone();
    parameters.extend_from_slice(more);
    let signature = sign(url, &parameters, &world.settings.twilio.auth_token);
    let body = form(&parameters);
    let no_answer = |why: String| WebhookAttempt {
        url: url.to_owned(),
        outcome: Attempt::NoAnswer(why),
        answer: String::new(),
        remark: None,
    };
    let request = Request::post(url)
        .header(
            header::CONTENT_TYPE,
            "application/x-www-form-urlencoded; charset=UTF-8",
        )
        .header(header::USER_AGENT, "TwilioProxy/1.1")
        .header(header::ACCEPT, "*/*")
        .header("x-home-region", "us1")
        .header("i-twilio-idempotency-token", &webhook.token)
        .header("x-twilio-signature", signature)
        .body(Full::from(body));
    let request = match request {
        Ok(request) => request,
        Err(error) => return (no_answer(format!("the URL is not usable: {error}")), false),
    };
    let exchange = async {
        let response = match client.request(request).await {
            Ok(response) => response,
            Err(error) => return (no_answer(with_causes(&error)), error.is_connect()),
        };
        let status = response.status().as_u16();
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
        let body = Limited::new(response.into_body(), LONGEST_ANSWER);
        let answer = match body.collect().await {
            Ok(body) => String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            Err(_) => String::new(),
        };
        let remark = if (200..300).contains(&status) {
            follow(world, webhook, &content_type, &answer)
        } else {
            None
        };
        let attempt = WebhookAttempt {
            url: url.to_owned(),
            outcome: Attempt::Answered(status),
            answer: if (200..300).contains(&status) {
                answer
            } else {
                String::new()
            },
            remark,
        };
        (attempt, false)
    };
    tokio::time::timeout(policy.timeout, exchange)
        .await
        .unwrap_or_else(|_| {
            let limit = policy.timeout;
            (no_answer(format!("no answer within {limit:?}")), false)
        })
}

/// Follows the answer to a webhook about a message: sends the messages in its `TwiML`. Returns what Twilio would log.
fn follow(world: &World, webhook: &Webhook, content_type: &str, answer: &str) -> Option<String> {
    if webhook.kind == WebhookKind::Status || answer.trim().is_empty() {
        return None;
    }
    let is_xml =
        content_type.starts_with("text/xml") || content_type.starts_with("application/xml");
    if !is_xml {
        return Some(format!(
            "12300: the answer is not TwiML, its Content-Type is `{content_type}`"
        ));
    }
    let Ok(twiml) = twiml::read(answer) else {
        return Some("12100: the answer is not well-formed TwiML".to_owned());
    };
    let refused = if twiml.replies.is_empty() {
        None
    } else {
        world.change(|state| reply(state, &world.settings, webhook, &twiml.replies))
    };
    if let Some(error) = refused {
        let code = error.code();
        return Some(format!("{code}: a message in the TwiML is not sent"));
    }
    let ignored = twiml.ignored.join(", ");
    (!ignored.is_empty()).then(|| format!("the sandbox ignores {ignored} in the TwiML"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_default_a_request_is_repeated_once_if_no_connection_was_made() {
        let policy = Policy::read("http://127.0.0.1:9/x");
        assert_eq!(policy.repeats, 1);
        assert!(policy.repeats_after(&Attempt::NoAnswer(String::new()), true));
        assert!(!policy.repeats_after(&Attempt::NoAnswer(String::new()), false));
        assert!(!policy.repeats_after(&Attempt::Answered(500), false));
    }

    #[test]
    fn the_fragment_asks_for_other_repeats() {
        let policy = Policy::read("http://127.0.0.1:9/x#rc=9&rp=5xx,rt&rt=2000");
        assert_eq!(policy.repeats, 5);
        assert!(policy.repeats_after(&Attempt::Answered(503), false));
        assert!(!policy.repeats_after(&Attempt::Answered(404), false));
        assert!(!policy.repeats_after(&Attempt::NoAnswer(String::new()), true));
        assert_eq!(policy.timeout, Duration::from_secs(2));
        assert!(Policy::read("http://a/#rp=all").repeats_after(&Attempt::Answered(404), false));
    }
}
