//! Buttons, lists and links, which Twilio sends only by way of a template: one for
//! each shape, whose every text is a variable. An account has each once, found by its
//! name. It needs no approval within 24 hours of the customer's last message.

use super::message::Content;
use crate::bindings::uip::whatsapp_twilio::outgoing::{
    ButtonsMessage, LinkMessage, ListMessage, ListRow,
};
use uip_kit::failure::quoted;
use uip_kit::field::{Limited, check_count, check_text, check_unique};
use uip_kit::http::{is_web_address, percent};
use uip_kit::json::{Object, ObjectWriter};
use uip_kit::refusal::{Refusal, refuse};

/// Where templates are listed.
const LIST: &str = "/v2/Content";

/// Where one is made.
pub const MAKE: &str = "/v1/Content";

/// A message of one shape: the template of that shape, and its texts.
#[derive(Debug)]
pub struct Interactive {
    name: String,
    kind: &'static str,
    /// The only member of the template's `types`, as JSON.
    body: String,
    /// The values of the variables `1`, `2`, …
    values: Vec<String>,
}

/// The variables of a shape, in their order.
#[derive(Default)]
struct Variables(Vec<String>);

impl Variables {
    /// Adds a value, and tells how its variable is written.
    fn add(&mut self, value: String) -> String {
        self.0.push(value);
        format!("{{{{{}}}}}", self.0.len())
    }
}

impl Interactive {
    /// A text with reply buttons.
    ///
    /// # Errors
    /// A permanent failure when a text is blank or too long, when there are not one to
    /// three buttons, or when two have the same id or title.
    pub fn buttons(request: ButtonsMessage) -> Result<Self, Refusal> {
        let mut variables = Variables::default();
        let body = variables.add(body(request.body)?);
        check_count("buttons", request.buttons.len(), 1, 3)?;
        let (mut ids, mut titles, mut actions) = (Vec::new(), Vec::new(), Vec::new());
        for (place, button) in request.buttons.into_iter().enumerate() {
            let field = |name: &str| format!("buttons[{place}].{name}");
            check_text(&field("id"), &button.id, 200)?;
            check_text(&field("title"), &button.title, 20)?;
            ids.push((field("id"), button.id.clone()));
            titles.push((field("title"), button.title.clone()));
            let action = ObjectWriter::new()
                .text("type", "QUICK_REPLY")
                .text("title", &variables.add(button.title))
                .text("id", &variables.add(button.id));
            actions.push(action.finish());
        }
        check_unique(&ids)?;
        check_unique(&titles)?;
        Ok(Self {
            name: format!("uip_quick_reply_{}_v1", actions.len()),
            kind: "twilio/quick-reply",
            body: ObjectWriter::new()
                .text("body", &body)
                .json("actions", &array(&actions))
                .finish(),
            values: variables.0,
        })
    }

    /// A text with a list to choose from.
    ///
    /// # Errors
    /// A permanent failure when a text is blank or too long, when there is not one
    /// section with one to ten rows, or when two rows have the same id.
    pub fn list(request: ListMessage) -> Result<Self, Refusal> {
        let mut variables = Variables::default();
        let body = variables.add(body(request.body)?);
        let button = Limited::<20>::parse("buttonText", request.button_text)?;
        let button = variables.add(button.as_str().to_owned());
        check_count("sections", request.sections.len(), 1, 1)?;
        let rows: Vec<ListRow> = request
            .sections
            .into_iter()
            .flat_map(|it| it.rows)
            .collect();
        check_count("sections[0].rows", rows.len(), 1, 10)?;
        let (mut ids, mut items, mut shape) = (Vec::new(), Vec::new(), String::new());
        for (place, row) in rows.into_iter().enumerate() {
            let field = |name: &str| format!("sections[0].rows[{place}].{name}");
            check_text(&field("id"), &row.id, 200)?;
            check_text(&field("title"), &row.title, 24)?;
            let description =
                Limited::<72>::parse_optional(&field("description"), row.description)?;
            ids.push((field("id"), row.id.clone()));
            // A variable needs a value: a row without a description has no such part.
            shape.push(if description.is_some() { 'd' } else { 't' });
            let mut item = ObjectWriter::new()
                .text("item", &variables.add(row.title))
                .text("id", &variables.add(row.id));
            if let Some(description) = description {
                let description = variables.add(description.as_str().to_owned());
                item = item.text("description", &description);
            }
            items.push(item.finish());
        }
        check_unique(&ids)?;
        Ok(Self {
            name: format!("uip_list_picker_{shape}_v1"),
            kind: "twilio/list-picker",
            body: ObjectWriter::new()
                .text("body", &body)
                .text("button", &button)
                .json("items", &array(&items))
                .finish(),
            values: variables.0,
        })
    }

    /// A text with a button that opens a web page. The scheme is the template's: a
    /// URL is more than a variable there.
    ///
    /// # Errors
    /// A permanent failure when a text is blank or too long, or the URL is none.
    pub fn link(request: LinkMessage) -> Result<Self, Refusal> {
        let mut variables = Variables::default();
        let body = variables.add(body(request.body)?);
        let title = Limited::<20>::parse("buttonText", request.button_text)?;
        let title = variables.add(title.as_str().to_owned());
        let url = Limited::<1600>::parse("url", request.url)?;
        let url = url.as_str().trim();
        let is_url = is_web_address(url);
        let (scheme, rest) = url.split_once("://").filter(|_| is_url).ok_or_else(|| {
            refuse(
                "invalid-url",
                &format!(
                    "The field url must be a URL that begins with http:// or https:// and a \
                         host and contains no spaces; it is {}.",
                    quoted(url)
                ),
                "Write the whole URL, from https:// on, with each special character percent-encoded.",
            )
        })?;
        let scheme = scheme.to_ascii_lowercase();
        let action = ObjectWriter::new()
            .text("type", "URL")
            .text("title", &title)
            .text(
                "url",
                &format!("{scheme}://{}", variables.add(rest.to_owned())),
            );
        Ok(Self {
            name: format!("uip_link_{scheme}_v1"),
            kind: "twilio/call-to-action",
            body: ObjectWriter::new()
                .text("body", &body)
                .json("actions", &array(&[action.finish()]))
                .finish(),
            values: variables.0,
        })
    }

    /// Where templates with this name are found. Twilio takes a regular expression;
    /// the name has no character that means something there.
    pub fn path(&self) -> String {
        let pattern = format!("^{}$", self.name);
        format!(
            "{LIST}?PageSize=20&ContentName={}",
            percent::encode(&pattern)
        )
    }

    /// The id of this shape's template in an answer, if it is there: with the name,
    /// and with as many variables as there are values.
    pub fn find(&self, answer: &Object<'_>) -> Option<Option<String>> {
        let mut contents = answer.get("contents")?.items()?;
        Some(contents.find_map(|content| {
            let content = content.object()?;
            let count = content.object("variables")?.members().count();
            let is_it = content.text("friendly_name").as_deref() == Some(&self.name)
                && count == self.values.len()
                && content.object("types")?.get(self.kind).is_some();
            content.text("sid").filter(|_| is_it)
        }))
    }

    /// The body of the request that makes the template. Each variable has a sample,
    /// and no customer's words are in it.
    pub fn definition(&self) -> String {
        let mut samples = ObjectWriter::new();
        for number in 1..=self.values.len() {
            samples = samples.text(&number.to_string(), &format!("text{number}"));
        }
        let types = ObjectWriter::new().json(self.kind, &self.body);
        ObjectWriter::new()
            .text("friendly_name", &self.name)
            .text("language", "en")
            .json("variables", &samples.finish())
            .json("types", &types.finish())
            .finish()
    }

    /// The message, by the template with this id.
    pub fn content(&self, sid: &str) -> Content {
        let mut variables = ObjectWriter::new();
        for (place, value) in self.values.iter().enumerate() {
            variables = variables.text(&(place + 1).to_string(), value);
        }
        Content::new("ContentSid", sid).with("ContentVariables", variables.finish())
    }
}

/// An array of what is JSON already.
fn array(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// The text above buttons.
fn body(text: String) -> Result<String, Refusal> {
    let text = Limited::<1024>::parse("body", text)?;
    Ok(text.as_str().to_owned())
}
