//! The traffic in JSON: a line of the list, and everything about one exchange.

use std::time::Duration;

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::notifications::Attempt;
use crate::model::settings::Settings;
use crate::model::traffic::{Answered, Call, Exchange, Post, Row, Traffic, Tried};

/// So many rows are returned at most.
const MOST_ROWS: usize = 200;

/// So many bytes of a body are returned.
const LONGEST_BODY: usize = 1024 * 1024;

/// Which rows are wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    /// Only rows before this one.
    before: Option<u64>,
    /// Only rows after this one.
    after: Option<u64>,
    limit: Option<usize>,
    /// Only what is about this message.
    about: Option<String>,
    /// `api`, `webhook`.
    kind: Option<String>,
    failed: Option<bool>,
    /// Only what contains this text.
    q: Option<String>,
}

impl Wanted {
    fn includes(&self, row: &Row) -> bool {
        let is_webhook = matches!(row.exchange, Exchange::Webhook(_));
        let kind = self.kind.as_deref();
        self.before.is_none_or(|before| row.id < before)
            && self.after.is_none_or(|after| row.id > after)
            && kind.is_none_or(|kind| is_webhook == (kind == "webhook"))
            && (self.failed != Some(true) || row.has_failed())
            && self.q.as_deref().is_none_or(|text| contains(row, text))
    }

    /// The rows, newest first, and whether there are more.
    pub(super) fn rows(&self, traffic: &Traffic) -> Value {
        let limit = self.limit.unwrap_or(MOST_ROWS).min(MOST_ROWS);
        let mut found: Vec<&Row> = if let Some(message) = &self.about {
            let mut rows: Vec<&Row> = traffic.about(message).collect();
            // A request is about the message that its answer names once it is answered.
            rows.sort_by_key(|row| std::cmp::Reverse(row.id));
            rows.retain(|row| self.includes(row));
            rows
        } else {
            let all = traffic.newest_first();
            let wanted = all.filter(|row| self.includes(row));
            wanted.take(limit + 1).collect()
        };
        let more = found.len() > limit;
        found.truncate(limit);
        json!({"rows": found.into_iter().map(line).collect::<Vec<_>>(), "more": more, "made": traffic.made()})
    }
}

/// Whether a text occurs in what the row shows, or in its bodies.
fn contains(row: &Row, text: &str) -> bool {
    let shown = format!(
        "{} {} {}",
        row.subject.kind,
        row.subject.what,
        row.subject.about.join(" ")
    );
    if shown.to_lowercase().contains(&text.to_lowercase()) {
        return true;
    }
    let has = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|body| body.contains(text));
    match &row.exchange {
        Exchange::Api(call) => {
            call.request.path().contains(text)
                || has(call.request.body())
                || call.answer.as_ref().is_some_and(|answer| has(&answer.body))
        }
        Exchange::Webhook(post) => {
            has(&post.body)
                || post
                    .attempts
                    .iter()
                    .any(|tried| tried.answer.contains(text))
        }
        Exchange::Reset { path, .. } => path.contains(text),
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A line of the list.
fn line(row: &Row) -> Value {
    let (kind, fault, outcomes, took) = match &row.exchange {
        Exchange::Reset { .. } => (
            "api",
            Some("reset before the request is read"),
            vec![outcome("reset", false)],
            None,
        ),
        Exchange::Api(call) => {
            let answer = call.answer.as_ref();
            let outcomes = answer.map(of_answer).into_iter().collect();
            let took = answer.map(|answer| millis(answer.took));
            ("api", call.fault.as_deref(), outcomes, took)
        }
        Exchange::Webhook(post) => {
            let outcomes = post
                .attempts
                .iter()
                .map(|tried| of_attempt(post, tried))
                .collect();
            let took = post.attempts.last().map(|tried| millis(tried.took));
            ("webhook", None, outcomes, took)
        }
    };
    json!({
        "id": row.id,
        "at": millis(row.at),
        "kind": kind,
        "carrier": carrier(row),
        "line": row.subject.kind,
        "what": row.subject.what,
        "about": row.subject.about,
        "fault": fault,
        "outcomes": outcomes,
        "took": took,
        "failed": row.has_failed(),
        "waiting": matches!(&row.exchange, Exchange::Webhook(post) if post.url.is_some()) && outcomes.is_empty(),
    })
}

fn outcome(text: impl Into<String>, good: bool) -> Value {
    json!({"text": text.into(), "good": good})
}

fn of_answer(answer: &Answered) -> Value {
    match answer.cut {
        Some(cut) => outcome(cut, false),
        None => outcome(answer.status.to_string(), answer.status < 400),
    }
}

fn of_attempt(post: &Post, tried: &Tried) -> Value {
    match &tried.outcome {
        Attempt::Answered(status) => outcome(status.to_string(), tried.is_accepted(post.carrier)),
        Attempt::NoAnswer(_) => outcome("no answer", false),
    }
}

fn carrier(row: &Row) -> Value {
    match &row.exchange {
        Exchange::Webhook(post) => json!(post.carrier),
        Exchange::Api(call) => of_path(call.request.path()),
        Exchange::Reset { path, .. } => of_path(path),
    }
}

fn of_path(path: &str) -> Value {
    json!(if crate::twilio::serves(path) {
        "twilio"
    } else {
        "cloud-api"
    })
}

/// A body as text, or as base64 if it is none: at most [`LONGEST_BODY`] bytes of it.
fn body(bytes: &[u8]) -> Value {
    let kept = bytes.get(..LONGEST_BODY).unwrap_or(bytes);
    let mut body = match std::str::from_utf8(kept) {
        Ok(text) => json!({"text": text}),
        // Only the last character was cut.
        Err(error) if error.error_len().is_none() && kept.len() < bytes.len() => {
            let (whole, _) = kept.split_at(error.valid_up_to());
            json!({"text": String::from_utf8_lossy(whole)})
        }
        Err(_) => json!({"base64": STANDARD.encode(kept)}),
    };
    body["length"] = json!(bytes.len());
    body["cut"] = json!(kept.len() < bytes.len());
    body
}

/// Everything about an exchange. Credentials are left out; `credentials` says whether they are right.
pub(super) fn detail(row: &Row, settings: &Settings) -> Value {
    let mut detail = line(row);
    match &row.exchange {
        Exchange::Reset { method, path } => {
            detail["method"] = json!(method);
            detail["url"] = json!(format!("{}{path}", settings.base()));
        }
        Exchange::Api(call) => of_call(&mut detail, call, settings),
        Exchange::Webhook(post) => {
            detail["method"] = json!("POST");
            detail["url"] = json!(post.url);
            detail["contentType"] = json!(post.content_type);
            detail["signature"] = json!({"name": post.signature.0, "value": post.signature.1});
            detail["body"] = body(&post.body);
            detail["accepted"] = json!(post.is_accepted());
            detail["attempts"] = post
                .attempts
                .iter()
                .map(|tried| attempt(post, tried))
                .collect();
        }
    }
    detail
}

fn attempt(post: &Post, tried: &Tried) -> Value {
    let why = match &tried.outcome {
        Attempt::Answered(_) => None,
        Attempt::NoAnswer(why) => Some(why),
    };
    json!({
        "at": millis(tried.at),
        "took": millis(tried.took),
        "url": tried.url,
        "outcome": of_attempt(post, tried),
        "why": why,
        "answer": tried.answer,
        "retryAfter": tried.retry_after,
        "remark": tried.remark,
    })
}

/// Headers that only say how the request travelled.
const DULL: [&str; 3] = ["host", "content-length", "connection"];

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| **name != header::AUTHORIZATION && !DULL.contains(&name.as_str()))
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.to_string(), value)
        })
        .collect()
}

fn of_call(detail: &mut Value, call: &Call, settings: &Settings) {
    let request = &call.request;
    detail["method"] = json!(request.method());
    let query = request.query().map(without_token);
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    detail["url"] = json!(format!("{}{}{query}", settings.base(), request.path()));
    detail["headers"] = json!(headers(request.headers()));
    detail["credentials"] = json!(credentials(call, settings));
    detail["body"] = body(request.body());
    detail["form"] = json!(request.form_json());
    if let Some(answer) = &call.answer {
        detail["answer"] = json!({
            "status": answer.status,
            "cut": answer.cut,
            "headers": headers(&answer.headers),
            "body": body(&answer.body),
            "length": answer.length,
            "refusal": refusal(&answer.body),
        });
    }
}

/// The query without the value of `access_token`.
fn without_token(query: &str) -> String {
    let parts = query.split('&').map(|part| {
        if part.starts_with("access_token=") {
            "access_token=…"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("&")
}

/// `right`, `wrong` or `none`.
fn credentials(call: &Call, settings: &Settings) -> &'static str {
    let request = &call.request;
    let given = request
        .header("authorization")
        .map(str::to_owned)
        .or_else(|| {
            let query = request.query().unwrap_or_default().as_bytes();
            let mut all = form_urlencoded::parse(query);
            all.find(|(name, _)| name == "access_token")
                .map(|(_, token)| format!("Bearer {token}"))
        });
    let Some(given) = given else {
        return "none";
    };
    let account = &settings.twilio;
    let basic = |user: &str, password: &str| {
        format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
    };
    let right = [
        format!("Bearer {}", settings.token),
        format!("OAuth {}", settings.token),
        basic(&account.account_sid, &account.auth_token),
        basic(&account.api_key_sid, &account.api_key_secret),
    ];
    if right.contains(&given) {
        "right"
    } else {
        "wrong"
    }
}

/// What an API says about its refusal.
fn refusal(body: &[u8]) -> Option<Value> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let error = &answer["error"];
    if error.is_object() {
        return Some(json!({
            "code": error["code"],
            "subcode": error["error_subcode"],
            "message": error["message"],
            "details": error["error_data"]["details"],
        }));
    }
    answer["code"].as_i64()?;
    answer["message"].as_str()?;
    Some(
        json!({"code": answer["code"], "message": answer["message"], "details": answer["more_info"]}),
    )
}
