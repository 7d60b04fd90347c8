//! What an exchange is about: in words, and by the ids of messages.

use serde_json::Value;

use crate::model::requests::RecordedRequest;

/// The longest text of a message that is repeated.
const LONGEST_TEXT: usize = 40;

/// What an exchange is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The kind of exchange: `POST …/messages`, `status`, `message`.
    pub(crate) kind: String,
    /// What is special about this one: `template order_ready`, `delivered`.
    pub(crate) what: String,
    /// The messages that it is about.
    pub(crate) about: Vec<String>,
    /// The messages of customers that a webhook brings.
    pub(crate) brings: Vec<String>,
}

impl Subject {
    fn note(&mut self, id: &Value) {
        if let Some(id) = id.as_str().filter(|id| !id.is_empty())
            && !self.about.iter().any(|known| known == id)
        {
            self.about.push(id.to_owned());
        }
    }

    /// Of a request to an API.
    pub(crate) fn of_request(request: &RecordedRequest) -> Self {
        let last = request.path().trim_end_matches('/').rsplit('/').next();
        let mut subject = Self {
            kind: format!("{} …/{}", request.method(), last.unwrap_or_default()),
            ..Self::default()
        };
        if let Some(form) = request.form_json() {
            let form = Value::Object(form);
            subject.what = match (&form["ContentSid"], &form["MediaUrl"], &form["Body"]) {
                (Value::String(sid), _, _) => format!("content {sid}"),
                (_, Value::Null, Value::String(_)) => "text".to_owned(),
                (_, Value::Null, _) => String::new(),
                _ => "file".to_owned(),
            };
            subject.note(&form["messageId"]);
        } else if is_json(request)
            && let Some(body) = request.json()
        {
            subject.read_graph(&body);
        }
        // An id in the path is what the request is about.
        for step in request.path().split('/') {
            let step = step.trim_end_matches(".json");
            if step.starts_with("wamid.") || (step.len() == 34 && is_message_sid(step)) {
                subject.note(&Value::String(step.to_owned()));
            }
        }
        subject
    }

    fn read_graph(&mut self, body: &Value) {
        self.note(&body["message_id"]);
        self.note(&body["context"]["message_id"]);
        self.note(&body["reaction"]["message_id"]);
        let typing = !body["typing_indicator"].is_null();
        self.what = match (body["status"].as_str(), body["type"].as_str()) {
            (Some("read"), _) if typing => "read, typing".to_owned(),
            (Some(status), None) => status.to_owned(),
            (_, Some("template")) => named("template", &body["template"]["name"]),
            (_, Some("interactive")) => named("interactive", &body["interactive"]["type"]),
            (_, Some("reaction")) => named("reaction", &body["reaction"]["emoji"]),
            (_, Some(kind)) => kind.to_owned(),
            // Text is the type of a message that names none.
            _ if !body["text"].is_null() => "text".to_owned(),
            _ => body["name"].as_str().unwrap_or_default().to_owned(),
        };
    }

    /// Of a notification of Meta's.
    pub(crate) fn of_notification(body: &Value) -> Self {
        let mut subject = Self::default();
        let (mut messages, mut statuses, mut fields) = (Vec::new(), Vec::new(), Vec::new());
        for change in each(&body["entry"]).flat_map(|entry| each(&entry["changes"])) {
            let value = &change["value"];
            let inside = [value, &value["standby"]];
            let before = messages.len() + statuses.len();
            for place in inside {
                messages.extend(each(&place["messages"]));
                messages.extend(each(&place["message_echoes"]));
                statuses.extend(each(&place["statuses"]));
            }
            if messages.len() + statuses.len() == before {
                fields.push(change["field"].as_str().unwrap_or_default());
            }
        }
        for message in &messages {
            if let Some(id) = message["id"].as_str() {
                subject.brings.push(id.to_owned());
            }
            subject.note(&message["id"]);
            subject.note(&message["context"]["id"]);
            subject.note(&message["reaction"]["message_id"]);
        }
        for status in &statuses {
            subject.note(&status["id"]);
        }
        (subject.kind, subject.what) =
            match (messages.as_slice(), statuses.as_slice(), fields.as_slice()) {
                ([message], [], []) => ("message".to_owned(), of_message(message)),
                ([], [status], []) => ("status".to_owned(), of_status(status)),
                ([], [], [field]) => ("field".to_owned(), (*field).to_owned()),
                (messages, statuses, fields) => (
                    "batch".to_owned(),
                    format!(
                        "{} messages, {} statuses, {} others",
                        messages.len(),
                        statuses.len(),
                        fields.len()
                    ),
                ),
            };
        subject
    }

    /// Of a webhook of Twilio's, with these parameters.
    pub(crate) fn of_webhook(is_status: bool, parameter: impl Fn(&str) -> Option<String>) -> Self {
        let mut subject = Self::default();
        let value = |name: &str| parameter(name).map_or(Value::Null, Value::String);
        subject.note(&value("MessageSid"));
        if is_status {
            "status".clone_into(&mut subject.kind);
            subject.what = parameter("MessageStatus").unwrap_or_default();
            return subject;
        }
        subject.brings.extend(parameter("MessageSid"));
        subject.note(&value("OriginalRepliedMessageSid"));
        "message".clone_into(&mut subject.kind);
        let kind = parameter("MessageType").unwrap_or_default();
        subject.what = with_text(&kind, parameter("Body").as_deref());
        subject
    }
}

fn is_json(request: &RecordedRequest) -> bool {
    let first = request
        .body()
        .iter()
        .find(|byte| !byte.is_ascii_whitespace());
    first == Some(&b'{')
}

fn is_message_sid(step: &str) -> bool {
    step.starts_with("SM") || step.starts_with("MM")
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn named(kind: &str, name: &Value) -> String {
    match name.as_str().filter(|name| !name.is_empty()) {
        Some(name) => format!("{kind} {name}"),
        None => kind.to_owned(),
    }
}

fn with_text(kind: &str, text: Option<&str>) -> String {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return kind.to_owned();
    };
    let short: String = text.chars().take(LONGEST_TEXT).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{kind} “{short}{more}”")
}

fn of_message(message: &Value) -> String {
    let kind = message["type"].as_str().unwrap_or("message");
    let content = &message[kind];
    let inside = &content[content["type"].as_str().unwrap_or_default()];
    let text = [
        &content["body"],
        &content["text"],
        &content["emoji"],
        &content["caption"],
        &inside["title"],
        &inside["body"],
    ];
    with_text(kind, text.into_iter().find_map(Value::as_str))
}

fn of_status(status: &Value) -> String {
    let word = status["status"].as_str().unwrap_or_default();
    match status["errors"][0]["code"].as_i64() {
        Some(code) => format!("{word} {code}"),
        None => word.to_owned(),
    }
}

/// The messages that an API's answer names.
pub(super) fn of_answer(body: &[u8]) -> Vec<String> {
    let is_short = body.len() < super::LONGEST_ANSWER;
    let Some(answer) = is_short
        .then(|| serde_json::from_slice::<Value>(body).ok())
        .flatten()
    else {
        return Vec::new();
    };
    let of_graph = each(&answer["messages"]).filter_map(|message| message["id"].as_str());
    let of_twilio = answer["sid"].as_str().filter(|sid| is_message_sid(sid));
    of_graph.chain(of_twilio).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method, Uri};
    use serde_json::json;

    use super::*;

    fn of(method: &Method, path: &'static str, body: &Value) -> Subject {
        let uri = Uri::from_static(path);
        let body = Bytes::from(body.to_string());
        Subject::of_request(&RecordedRequest::new(
            method,
            &uri,
            HeaderMap::new(),
            body,
            0,
        ))
    }

    #[test]
    fn a_request_is_described_by_what_it_sends() {
        let path = "/v25.0/1/messages";
        for (body, what, about) in [
            (
                json!({"type": "text", "text": {"body": "x"}}),
                "text",
                vec![],
            ),
            (
                json!({"type": "template", "template": {"name": "order_ready"}, "context": {"message_id": "wamid.A"}}),
                "template order_ready",
                vec!["wamid.A"],
            ),
            (
                json!({"status": "read", "message_id": "wamid.B", "typing_indicator": {"type": "text"}}),
                "read, typing",
                vec!["wamid.B"],
            ),
            (
                json!({"type": "reaction", "reaction": {"message_id": "wamid.C", "emoji": "👍"}}),
                "reaction 👍",
                vec!["wamid.C"],
            ),
            (json!([1]), "", vec![]),
            (json!({"type": 5, "status": null}), "", vec![]),
        ] {
            let subject = of(&Method::POST, path, &body);
            assert_eq!(subject.kind, "POST …/messages");
            assert_eq!(
                (subject.what.as_str(), subject.about),
                (what, about.into_iter().map(str::to_owned).collect())
            );
        }
        assert_eq!(
            of(
                &Method::GET,
                "/v25.0/1/message_templates?limit=1",
                &json!({})
            )
            .kind,
            "GET …/message_templates"
        );
    }

    #[test]
    fn a_notification_is_described_by_what_it_brings() {
        let value =
            |value: Value| json!({"entry": [{"changes": [{"field": "messages", "value": value}]}]});
        let tap = json!({
            "id": "wamid.T", "type": "button", "context": {"id": "wamid.Q"},
            "button": {"payload": "at-six", "text": "I’ll come at six"},
        });
        let subject = Subject::of_notification(&value(json!({"messages": [tap]})));
        assert_eq!(
            (subject.kind.as_str(), subject.what.as_str()),
            ("message", "button “I’ll come at six”")
        );
        assert_eq!(subject.about, ["wamid.T", "wamid.Q"]);
        assert_eq!(subject.brings, ["wamid.T"]);
        let failed = json!({"id": "wamid.F", "status": "failed", "errors": [{"code": 131_026}]});
        let subject = Subject::of_notification(&value(json!({"statuses": [failed.clone()]})));
        assert_eq!(
            (subject.kind.as_str(), subject.what.as_str()),
            ("status", "failed 131026")
        );
        let subject =
            Subject::of_notification(&value(json!({"statuses": [failed.clone(), failed]})));
        assert_eq!(subject.what, "0 messages, 2 statuses, 0 others");
        let update = json!({"entry": [{"changes": [{"field": "account_update", "value": {}}]}]});
        assert_eq!(Subject::of_notification(&update).what, "account_update");
        for odd in [
            json!(null),
            json!({"entry": 5}),
            json!({"entry": [{"changes": [null]}]}),
        ] {
            Subject::of_notification(&odd);
        }
    }
}
