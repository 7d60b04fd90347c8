//! Direct Send: text and buttons of a utility or an authentication kind, outside the 24-hour window and
//! without a template of the business's own.
//!
//! Sources: Meta's pages "Direct Send API reference", "Supported features and limits", "Configure message
//! time-to-live" and "Business-named templates", as of 2026-07-31. Which refusals come at once and which
//! come as a failed status is from a public report of measurements, 2026-08.

use serde_json::Value;

use super::recipient::Recipient;
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::account::DirectSendAccess;

/// The longest text, in Unicode characters. A text without Direct Send may be four times as long.
const LONGEST_TEXT: usize = 1024;
const LONGEST_NAME: usize = 512;
const SHORTEST_TTL: i64 = 30;

/// What a request asks of Direct Send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph::messages) struct DirectSend {
    category: Category,
    /// The template that the message belongs to, if the business names it.
    pub(in crate::graph::messages) template_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Category {
    Utility,
    Authentication,
}

impl Category {
    /// The longest time to live, in seconds.
    fn longest_ttl(self) -> i64 {
        match self {
            Self::Utility => 43_200,
            Self::Authentication => 900,
        }
    }
}

impl DirectSend {
    /// Reads `category`, `ttl_seconds` and `direct_send_config`. `None` for an ordinary message, which may
    /// have the category `service`.
    pub(super) fn read(request: &Fields<'_>) -> Result<Option<Self>, GraphError> {
        let category = match request.optional_text("category")? {
            None => None,
            Some(given) => match given.to_lowercase().as_str() {
                "service" => None,
                "utility" => Some(Category::Utility),
                "authentication" => Some(Category::Authentication),
                _ => {
                    return Err(GraphError::parameter(format!(
                        "Param category must be one of {{AUTHENTICATION, SERVICE, UTILITY}} - got \"{given}\"."
                    )));
                }
            },
        };
        let ttl = request.optional_integer("ttl_seconds")?;
        let config = request.optional_object("direct_send_config")?;
        let Some(category) = category else {
            for (key, given) in [
                ("ttl_seconds", ttl.is_some()),
                ("direct_send_config", config.is_some()),
            ] {
                if given {
                    return Err(GraphError::invalid(format!(
                        "The request included an unsupported parameter: {key} needs a category of Direct Send."
                    )));
                }
            }
            return Ok(None);
        };
        if let Some(ttl) = ttl {
            check_ttl(ttl, category)?;
        }
        let template_name = match config {
            Some(config) => template_name(&config, category)?,
            None => None,
        };
        Ok(Some(Self {
            category,
            template_name,
        }))
    }

    /// As statuses and templates name it.
    pub(in crate::graph::messages) fn category(&self) -> &'static str {
        match self.category {
            Category::Utility => "utility",
            Category::Authentication => "authentication",
        }
    }

    /// Refuses what Direct Send does not carry. `content` has been checked as a message of this type.
    pub(super) fn check(
        &self,
        access: DirectSendAccess,
        recipient: &Recipient,
        kind: &str,
        content: &Value,
    ) -> Result<(), GraphError> {
        self.check_access(access)?;
        if self.category == Category::Authentication && recipient.is_user_id() {
            return Err(GraphError::new(131_062));
        }
        let shape = match kind {
            "interactive" => content["type"].as_str().unwrap_or_default(),
            other => other,
        };
        match (self.category, shape) {
            (_, "text") => check_text(content),
            (Category::Utility, "button" | "cta_url" | "voice_call") => Ok(()),
            // Meta lists what Direct Send carries; the words for anything else are not documented.
            _ => Err(GraphError::invalid(format!(
                "Direct Send does not support a message of type {shape} in the category {}.",
                self.category()
            ))),
        }
    }

    fn check_access(&self, access: DirectSendAccess) -> Result<(), GraphError> {
        match access {
            DirectSendAccess::Enabled => Ok(()),
            DirectSendAccess::Disabled => Err(GraphError::invalid(
                "Parameter Invalid: The 'category' value requires Direct Send, which isn't enabled for this \
                 account.",
            )),
            DirectSendAccess::Blocked => {
                let title = match self.category {
                    Category::Utility => "Direct Send Utility access is blocked",
                    Category::Authentication => "Direct Send Authentication access is blocked",
                };
                Err(GraphError::new(139_200)
                    .message(format!("(#139200) {title}"))
                    .details(
                        "Direct Send Access is restricted because of enforcements for misclassification.",
                    ))
            }
        }
    }
}

fn check_ttl(ttl: i64, category: Category) -> Result<(), GraphError> {
    let longest = category.longest_ttl();
    let (bound, limit) = if ttl < SHORTEST_TTL {
        ("higher", SHORTEST_TTL)
    } else if ttl > longest {
        ("lower", longest)
    } else {
        return Ok(());
    };
    Err(GraphError::invalid(format!(
        "The time to live value must be {bound} than or equal to {limit}"
    )))
}

/// A name is for utility messages only. Graph answers one that is badly formed with nothing but the
/// parameter's name. Its answer to a name in another category is not documented.
fn template_name(config: &Fields<'_>, category: Category) -> Result<Option<String>, GraphError> {
    let Some(name) = config.optional_text("template_name")? else {
        return Ok(None);
    };
    if category != Category::Utility {
        return Err(GraphError::invalid(
            "direct_send_config['template_name'] is supported for the category utility only.",
        ));
    }
    let is_name = (1..=LONGEST_NAME).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if is_name {
        Ok(Some(name.to_owned()))
    } else {
        Err(GraphError::new(100).message("template_name"))
    }
}

fn check_text(content: &Value) -> Result<(), GraphError> {
    let length = content["body"]
        .as_str()
        .map_or(0, |body| body.chars().count());
    if length > LONGEST_TEXT {
        return Err(GraphError::parameter(format!(
            "Param text['body'] must be at most {LONGEST_TEXT} characters long."
        )));
    }
    Ok(())
}
