//! Direct Send: a message for which WhatsApp makes the template itself.

use super::template::is_lower_snake;
use crate::bindings::uip::whatsapp::outgoing::{DirectSend as Given, DirectSendCategory};
use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;
use uip_kit::field::{found, given};

const SHORTEST_TTL: u32 = 30;
const LONGEST_NAME: usize = 512;

/// What a message says of its template.
#[derive(Debug)]
pub struct DirectSend {
    /// The member `category`.
    pub category: Category,
    /// The member `ttl_seconds`.
    pub ttl_seconds: Option<u32>,
    /// The member `direct_send_config`.
    pub config: Option<Config>,
}

/// What the message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Something that the customer ordered or agreed to.
    Utility,
    /// A one-time password.
    Authentication,
}

/// The object `direct_send_config`.
#[derive(Debug, Serialize)]
pub struct Config {
    template_name: String,
}

impl Category {
    fn longest_ttl(self) -> u32 {
        match self {
            Self::Utility => 43_200,
            Self::Authentication => 900,
        }
    }
}

impl DirectSend {
    /// Parses the field `directSend`. A blank name counts as not given.
    ///
    /// # Errors
    /// A permanent failure when the time is out of range for the category, or
    /// the name cannot be a template's or does not go with the category.
    pub fn parse(direct_send: &Given) -> Result<Self, Refusal> {
        let category = match direct_send.category {
            DirectSendCategory::Utility => Category::Utility,
            DirectSendCategory::Authentication => Category::Authentication,
        };
        if let Some(ttl) = direct_send.ttl_seconds {
            let longest = category.longest_ttl();
            if !(SHORTEST_TTL..=longest).contains(&ttl) {
                return Err(refuse(
                    "invalid-ttl",
                    &format!(
                        "The field directSend.ttlSeconds must be from {SHORTEST_TTL} to {longest} \
                         with this category; it is {ttl}."
                    ),
                    "Give the time in seconds, or leave it out for 600.",
                ));
            }
        }
        let name = given(direct_send.template_name.as_deref()).map(str::trim);
        if let Some(name) = name {
            check_name(name, category)?;
        }
        Ok(Self {
            category,
            ttl_seconds: direct_send.ttl_seconds,
            config: name.map(|name| Config {
                template_name: name.to_owned(),
            }),
        })
    }
}

fn check_name(name: &str, category: Category) -> Result<(), Refusal> {
    if category == Category::Authentication {
        return Err(refuse(
            "misplaced-field",
            "The field directSend.templateName can only be used with the category utility.",
            "Leave this field out.",
        ));
    }
    if name.len() <= LONGEST_NAME && is_lower_snake(name) {
        return Ok(());
    }
    Err(refuse(
        "invalid-template-name",
        &format!(
            "The field directSend.templateName must be 1 to {LONGEST_NAME} lower-case letters, \
             digits and underscores; it {}.",
            found(name, LONGEST_NAME)
        ),
        "Use a name that none of your own templates has, or leave it out.",
    ))
}
