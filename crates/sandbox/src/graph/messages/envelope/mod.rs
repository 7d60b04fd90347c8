//! The members around the message itself, the same for every type.

mod direct_send;
mod recipient;

use serde_json::{Map, Value};

pub(super) use direct_send::DirectSend;
pub(super) use recipient::Recipient;

use super::Known;
use super::{Looks, contacts, hosted, interactive, media, plain, template};
use crate::graph::fields::Fields;
use crate::model::GraphError;

/// The types that Graph names when it is given another one.
const TYPES: &str = "AUDIO, CONTACTS, DOCUMENT, GIF, IMAGE, INTERACTIVE, LINK_PREVIEW, LOCATION, PIN, \
                     REACTION, STICKER, TEMPLATE, TEXT, VIDEO";

/// `biz_opaque_callback_data`, in characters.
const LONGEST_CALLBACK_DATA: usize = 512;

/// `messaging_product` must be there and be `whatsapp`.
pub(in crate::graph) fn check_product(request: &Map<String, Value>) -> Result<(), GraphError> {
    match request.get("messaging_product") {
        None | Some(Value::Null) => Err(GraphError::parameter(
            "The parameter messaging_product is required.",
        )),
        Some(Value::String(product)) if product.eq_ignore_ascii_case("whatsapp") => Ok(()),
        Some(other) => Err(GraphError::parameter(format!(
            "Param messaging_product must be one of {{WHATSAPP}} - got {other}."
        ))),
    }
}

/// A send, before its type is looked at.
pub(super) struct Envelope<'a> {
    request: &'a Map<String, Value>,
    recipient: Recipient,
    kind: String,
    quotes: Option<String>,
    callback_data: Option<String>,
    direct_send: Option<DirectSend>,
}

/// A send that Graph would accept.
pub(super) struct Draft {
    pub(super) recipient: Recipient,
    pub(super) kind: String,
    pub(super) content: Value,
    pub(super) looks: Looks,
    /// The message quoted, or reacted to.
    pub(super) about: Option<String>,
    pub(super) callback_data: Option<String>,
    /// The category of the template or of Direct Send; anything else is `service`.
    pub(super) category: String,
    pub(super) direct_send: Option<DirectSend>,
    /// Why it will not arrive, though it is accepted.
    pub(super) failure: Option<GraphError>,
}

impl<'a> Envelope<'a> {
    pub(super) fn read(request: &'a Map<String, Value>) -> Result<Self, GraphError> {
        let fields = Fields::top(request);
        let recipient = Recipient::read(&fields)?;
        let kind = fields
            .optional_text("type")?
            .unwrap_or("text")
            .to_lowercase();
        let quotes = match fields.optional_object("context")? {
            Some(context) => Some(context.text("message_id")?.to_owned()),
            None => None,
        };
        let callback_data = fields
            .optional_text_within("biz_opaque_callback_data", LONGEST_CALLBACK_DATA)?
            .map(str::to_owned);
        let direct_send = DirectSend::read(&fields)?;
        Ok(Self {
            request,
            recipient,
            kind,
            quotes,
            callback_data,
            direct_send,
        })
    }

    /// Checks the type's own object.
    pub(super) fn draft(self, known: Known<'_>) -> Result<Draft, GraphError> {
        let top = Fields::top(self.request);
        let kind = self.kind.as_str();
        let mut category = "service".to_owned();
        let mut about = self.quotes;
        let looks = match kind {
            "text" => plain::text(&top.object(kind)?)?,
            "reaction" => {
                if about.is_some() {
                    return Err(GraphError::invalid(
                        "A reaction message cannot have a context.",
                    ));
                }
                let (looks, target) = plain::reaction(&top.object(kind)?)?;
                about = Some(target);
                looks
            }
            "template" => {
                let (looks, found) = template::check(&top.object(kind)?, known)?;
                if self.recipient.is_user_id() && found.has_one_time_password() {
                    return Err(GraphError::new(131_062));
                }
                category.clone_from(&found.category);
                looks
            }
            "image" | "video" | "audio" | "document" | "sticker" => {
                media::check(kind, &top.object(kind)?)?
            }
            "location" => plain::location(&top.object(kind)?)?,
            "contacts" => contacts::check(&top)?,
            "interactive" => interactive::check(&top.object(kind)?, self.direct_send.is_some())?,
            "pin" => {
                top.object(kind)?;
                Looks::default()
            }
            other => {
                return Err(GraphError::parameter(format!(
                    "Param type must be one of {{{TYPES}}} - got \"{other}\"."
                )));
            }
        };
        let content = self.request.get(kind).cloned().unwrap_or_default();
        if let Some(direct_send) = &self.direct_send {
            direct_send.check(known.direct_send, &self.recipient, kind, &content)?;
            direct_send.category().clone_into(&mut category);
        }
        let failure = hosted::check(kind, &content, known)?;
        Ok(Draft {
            failure,
            direct_send: self.direct_send,
            recipient: self.recipient,
            content,
            kind: self.kind,
            looks,
            about,
            callback_data: self.callback_data,
            category,
        })
    }
}
