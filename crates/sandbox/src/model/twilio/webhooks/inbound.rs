//! A customer's message, in Twilio's words.
//!
//! Source: Twilio's page "Twilio's request to your incoming message webhook URL", and captured webhooks.

use serde_json::{Map, Value, json};

use super::{Webhook, WebhookKind, vcard};
use crate::model::customers::{Arrival, Looks, Person};
use crate::model::exchange::inbound::Said;
use crate::model::ids::{Way, object_for};
use crate::model::line::Line;
use crate::model::media::{Attachment, Kind, base_type};
use crate::model::settings::Settings;
use crate::model::twilio::address;
use crate::model::twilio::members::Heard;
use crate::model::twilio::messages::{Direction, File, Message, Status};
use crate::model::world::State;

/// A quoted message is named for seven days.
const QUOTED_FOR: u64 = 7 * 24 * 60 * 60;

/// Hosts the file of a message. Contacts become a file: a vCard.
pub(crate) fn host(
    state: &mut State,
    kind: &str,
    content: &Value,
    attachment: Option<Attachment>,
) -> Vec<File> {
    let attachment = match kind {
        "contacts" => {
            let bytes = vcard::of(content).into_bytes();
            Some(Attachment::new(Kind::Document, "text/vcard", bytes))
        }
        _ => attachment,
    };
    let Some(attachment) = attachment else {
        return Vec::new();
    };
    let (sid, at) = (state.ids.sid("ME"), state.clock.seconds());
    state.media.keep(attachment.hosted(&sid, at).for_ever());
    let content_type = base_type(attachment.mime_type());
    let link = None;
    vec![File {
        sid,
        content_type,
        link,
        at,
    }]
}

/// Tells the business of a message, unless Twilio's Sandbox answers it or Twilio does not pass its type on.
pub(crate) fn tell(
    state: &mut State,
    settings: &Settings,
    customer: &str,
    line: &Line,
    said: &Said<'_>,
    files: Vec<File>,
) {
    let account = &settings.twilio;
    if line.number == account.sandbox_number {
        let text = said.content["body"].as_str().unwrap_or_default();
        let heard = state.twilio.members.hear(account, customer, text, said.at);
        if let Heard::Answered(answer) = heard {
            answer_as_sandbox(state, line, customer, said.at, &answer);
            return;
        }
    }
    let Some(told) = Told::of(said) else {
        tracing::info!("Twilio does not pass a {} on", said.kind);
        return;
    };
    let Some(person) = state.customers.find(customer) else {
        return;
    };
    let from = address::of_person(person);
    let to = address::of_number(&line.number);
    // A number that a Messaging Service has names it in every webhook.
    let service = (line.number == account.number).then(|| account.messaging_service_sid.clone());
    let frame = Frame {
        settings,
        person,
        from: &from,
        to: &to,
        service: service.as_deref(),
        files: &files,
    };
    let parameters = frame.parameters(said, &told);
    state.twilio.messages.add(Message {
        sid: said.id.to_owned(),
        direction: Direction::Inbound,
        from: Some(from),
        to,
        body: told.body,
        status: Status::Received,
        messaging_service_sid: service,
        files,
        created_at: said.at,
        updated_at: said.at,
        sent_at: Some(said.at),
        error: None,
        status_callback: None,
        is_template: false,
        scheduled: None,
    });
    let callbacks = &state.twilio.callbacks;
    let webhook = Webhook::new(
        WebhookKind::Message,
        callbacks.message.clone(),
        callbacks.fallback.clone(),
        parameters,
        &account.auth_token,
        state.ids.uuid(),
    );
    state.twilio.webhooks.push(webhook);
}

/// The Sandbox itself writes to a customer. The account has no record of it.
fn answer_as_sandbox(state: &mut State, line: &Line, customer: &str, at: u64, text: &str) {
    let id = state.ids.sid("SM");
    let arrival = Arrival {
        id: &id,
        kind: "text",
        from: &line.number,
        about: None,
        content: json!({"body": text}),
        at,
        order: state.ids.made(),
    };
    let person = state.customers.meet(customer, at);
    person.received.push_back(Looks::of(text).on_phone(arrival));
}

/// What a webhook says about a message of one type.
#[derive(Debug, Default)]
struct Told {
    body: String,
    /// The other parameters of the type.
    parameters: Vec<(&'static str, String)>,
}

impl Told {
    /// `None` for a type that Twilio does not pass on: no public source shows reactions, orders or system
    /// messages in its webhooks.
    fn of(said: &Said<'_>) -> Option<Self> {
        let content = &said.content;
        let text = |key: &str| content[key].as_str().unwrap_or_default().to_owned();
        let told = match said.kind {
            "text" => Self {
                body: text("body"),
                ..Self::default()
            },
            "image" | "video" | "audio" | "sticker" => Self {
                body: text("caption"),
                ..Self::default()
            },
            "document" => {
                let caption = content["caption"].as_str();
                Self {
                    body: caption.map_or_else(|| text("filename"), str::to_owned),
                    ..Self::default()
                }
            }
            "contacts" => Self::default(),
            "location" => {
                let mut told = Self::default();
                told.add("Latitude", content["latitude"].to_string());
                told.add("Longitude", content["longitude"].to_string());
                for (name, key) in [("Address", "address"), ("Label", "name")] {
                    if let Some(value) = content[key].as_str() {
                        told.add(name, value.to_owned());
                    }
                }
                told
            }
            "button" => Self::button(text("text"), text("payload")),
            "interactive" => Self::interactive(content)?,
            _ => return None,
        };
        Some(told)
    }

    fn add(&mut self, name: &'static str, value: String) {
        self.parameters.push((name, value));
    }

    fn button(label: String, payload: String) -> Self {
        Self {
            parameters: vec![("ButtonText", label.clone()), ("ButtonPayload", payload)],
            body: label,
        }
    }

    fn interactive(content: &Value) -> Option<Self> {
        let kind = content["type"].as_str()?;
        let reply = &content[kind];
        let text = |key: &str| reply[key].as_str().unwrap_or_default().to_owned();
        Some(match kind {
            "button_reply" => Self::button(text("title"), text("id")),
            "list_reply" => Self {
                body: text("id"),
                parameters: vec![("ListTitle", text("title")), ("ListId", text("id"))],
            },
            "nfm_reply" => {
                let answers = text("response_json");
                let data = format!("{{\"flowResponse\":{answers}}}");
                Self {
                    body: String::new(),
                    parameters: vec![("FlowData", answers), ("InteractiveData", data)],
                }
            }
            "call_permission_reply" => {
                let accepted = reply["response"] == "accept";
                let answer = if accepted { "ACCEPTED" } else { "REJECTED" };
                Self::button("VOICE_CALL_REQUEST".to_owned(), answer.to_owned())
            }
            _ => return None,
        })
    }
}

/// What every webhook about a message has.
struct Frame<'a> {
    settings: &'a Settings,
    person: &'a Person,
    from: &'a str,
    to: &'a str,
    service: Option<&'a str>,
    files: &'a [File],
}

impl Frame<'_> {
    fn parameters(&self, said: &Said<'_>, told: &Told) -> Vec<(String, String)> {
        let mut form: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: &str| form.push((name.to_owned(), value.to_owned()));
        let person = self.person;
        let account = &self.settings.twilio;
        if let Some(id) = &person.user_id {
            add("ExternalUserId", &address::of_user_id(id));
        }
        if let Some(id) = &person.parent_user_id {
            add("ParentExternalUserId", &address::of_user_id(id));
        }
        add("SmsMessageSid", said.id);
        add("NumMedia", &self.files.len().to_string());
        add("ProfileName", &person.name);
        add("MessageType", said.kind);
        add("SmsSid", said.id);
        if let Some(wa_id) = &person.wa_id {
            add("WaId", wa_id);
        }
        add("SmsStatus", "received");
        add("Body", &told.body);
        add("To", self.to);
        if let Some(service) = self.service {
            add("MessagingServiceSid", service);
        }
        add("NumSegments", "1");
        let referral = said.more.get("referral");
        let pictures = referral.and_then(picture);
        add(
            "ReferralNumMedia",
            if pictures.is_some() { "1" } else { "0" },
        );
        add("MessageSid", said.id);
        add("AccountSid", &account.account_sid);
        add("ChannelMetadata", &self.metadata(said, told).to_string());
        for (name, value) in &told.parameters {
            add(name, value);
        }
        for name in forwarded(said) {
            add(name, "true");
        }
        if let Some(quoted) = said.quoted {
            let too_old = |at: u64| said.at.saturating_sub(at) > QUOTED_FOR;
            if !quoted.known.is_some_and(|(_, at)| too_old(at)) {
                let by_customer = matches!(quoted.known, Some((Way::In, _)));
                let sender = if by_customer { self.from } else { self.to };
                add("OriginalRepliedMessageSender", sender);
                add("OriginalRepliedMessageSid", quoted.id);
            }
        }
        for (name, value) in referral.map(referred).unwrap_or_default() {
            add(name, &value);
        }
        for (place, file) in self.files.iter().enumerate() {
            let url = format!(
                "{}/2010-04-01/Accounts/{}/Messages/{}/Media/{}",
                self.settings.base(),
                account.account_sid,
                said.id,
                file.sid
            );
            add(&format!("MediaContentType{place}"), &file.content_type);
            add(&format!("MediaUrl{place}"), &url);
        }
        add("From", self.from);
        add("ApiVersion", "2010-04-01");
        form
    }

    fn metadata(&self, said: &Said<'_>, told: &Told) -> Value {
        let mut context = Map::new();
        context.insert("ProfileName".to_owned(), json!(self.person.name));
        if let Some(wa_id) = &self.person.wa_id {
            context.insert("WaId".to_owned(), json!(wa_id));
        }
        let label = told
            .parameters
            .iter()
            .find(|(name, _)| *name == "ButtonText");
        if let Some((name, label)) = label {
            context.insert((*name).to_owned(), json!(label));
        }
        for name in forwarded(said) {
            context.insert(name.to_owned(), json!("true"));
        }
        json!({"type": "whatsapp", "data": {"context": context}})
    }
}

fn forwarded(said: &Said<'_>) -> Vec<&'static str> {
    let context = said.more.get("context").unwrap_or(&Value::Null);
    let names = [
        ("forwarded", "Forwarded"),
        ("frequently_forwarded", "FrequentlyForwarded"),
    ];
    let told = names.into_iter().filter(|(key, _)| context[*key] == true);
    told.map(|(_, name)| name).collect()
}

/// The picture or film of an advertisement, with its MIME type.
fn picture(referral: &Value) -> Option<(&str, &'static str)> {
    let image = referral["image_url"]
        .as_str()
        .map(|url| (url, "image/jpeg"));
    image.or_else(|| referral["video_url"].as_str().map(|url| (url, "video/mp4")))
}

/// The advertisement that a customer comes from.
fn referred(referral: &Value) -> Vec<(&'static str, String)> {
    let names = [
        ("ReferralBody", "body"),
        ("ReferralHeadline", "headline"),
        ("ReferralSourceId", "source_id"),
        ("ReferralSourceType", "source_type"),
        ("ReferralSourceUrl", "source_url"),
        ("ReferralCtwaClid", "ctwa_clid"),
    ];
    let mut parameters: Vec<(&'static str, String)> = names
        .into_iter()
        .filter_map(|(name, key)| Some((name, referral[key].as_str()?.to_owned())))
        .collect();
    if let Some((url, content_type)) = picture(referral) {
        // No id of Twilio's.
        parameters.push(("ReferralMediaId", object_for(url)));
        parameters.push(("ReferralMediaContentType", content_type.to_owned()));
        parameters.push(("ReferralMediaUrl", url.to_owned()));
    }
    parameters
}
