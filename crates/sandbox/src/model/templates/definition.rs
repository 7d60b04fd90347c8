//! One template, read from Meta's definition shape. Names of types are accepted in any case.

use serde_json::{Value, json};

/// A template in one language.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) name: String,
    pub(crate) language: String,
    /// `marketing`, `utility`, `authentication`.
    pub(crate) category: String,
    /// `APPROVED`, `PAUSED`, `DISABLED`…
    pub(crate) status: String,
    /// Whether parameters are named instead of numbered.
    pub(crate) named: bool,
    pub(crate) part: Part,
    pub(crate) cards: Vec<Part>,
    /// Whether it makes an offer that ends at a time given with each send.
    pub(crate) offer_expires: bool,
    /// As Graph lists it.
    pub(crate) listing: Value,
    /// When it was edited, in seconds since 1970.
    pub(crate) edits: Vec<u64>,
}

/// Header, body, footer and buttons: of a template or of a carousel's card.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub(crate) header: Option<Header>,
    pub(crate) body: Option<String>,
    pub(crate) footer: Option<String>,
    pub(crate) buttons: Vec<Button>,
}

#[derive(Debug, Clone)]
pub(crate) enum Header {
    Text(String),
    /// `IMAGE`, `VIDEO`, `DOCUMENT`, `LOCATION`, `PRODUCT`.
    Media(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Button {
    /// `QUICK_REPLY`, `URL`, `COPY_CODE`, `OTP`, `FLOW`…
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) url: Option<String>,
    pub(crate) phone_number: Option<String>,
}

impl Template {
    pub(super) fn read(mut definition: Value, place: usize) -> Result<Self, String> {
        let text = |key: &str| definition[key].as_str().map(str::to_owned);
        let name = text("name").ok_or("there is no name")?;
        let language = text("language").ok_or("there is no language")?;
        let category = text("category").unwrap_or_else(|| "UTILITY".to_owned());
        let status = text("status").unwrap_or_else(|| "APPROVED".to_owned());
        let format = text("parameter_format").unwrap_or_else(|| "POSITIONAL".to_owned());
        let components = definition["components"]
            .as_array()
            .ok_or("there is no array of components")?;

        let authentication = category.eq_ignore_ascii_case("authentication");
        let mut part = Part::read(components)?;
        if authentication {
            part.write_authentication(components);
        }
        if part.body.is_none() {
            return Err("there is no BODY component".to_owned());
        }
        let cards = find(components, "CAROUSEL")
            .and_then(|carousel| carousel["cards"].as_array())
            .map(|cards| {
                cards
                    .iter()
                    .map(|card| {
                        Part::read(card["components"].as_array().map_or(&[], Vec::as_slice))
                    })
                    .collect::<Result<Vec<_>, _>>()
            })
            .transpose()?
            .unwrap_or_default();
        let offer_expires = find(components, "LIMITED_TIME_OFFER")
            .is_some_and(|offer| offer["limited_time_offer"]["has_expiration"] != json!(false));

        definition["status"] = json!(status);
        definition["category"] = json!(category.to_uppercase());
        definition["parameter_format"] = json!(format.to_uppercase());
        for (key, usual) in [
            ("rejected_reason", json!("NONE")),
            ("quality_score", json!({"score": "UNKNOWN"})),
        ] {
            if definition.get(key).is_none() {
                definition[key] = usual;
            }
        }
        if definition.get("id").is_none() {
            definition["id"] = json!((300_000_000_000_001_u64 + place as u64).to_string());
        }
        Ok(Self {
            name,
            language,
            category: category.to_lowercase(),
            status,
            named: format.eq_ignore_ascii_case("named"),
            part,
            cards,
            offer_expires,
            listing: definition,
            edits: Vec::new(),
        })
    }

    /// Its id, as Graph lists it.
    pub(crate) fn id(&self) -> &str {
        self.listing["id"].as_str().unwrap_or_default()
    }

    /// Sets fields as Graph lists them. `null` removes one.
    pub(crate) fn set(&mut self, fields: serde_json::Map<String, Value>) {
        for (key, value) in fields {
            if key == "category" && self.listing["category"] != value {
                self.listing["previous_category"] = self.listing["category"].clone();
            }
            self.listing[key] = value;
        }
        if let Value::Object(listing) = &mut self.listing {
            listing.retain(|_, value| !value.is_null());
        }
        let text = |key: &str| self.listing[key].as_str().unwrap_or_default();
        self.status = text("status").to_uppercase();
        self.category = text("category").to_lowercase();
    }

    pub(super) fn set_status(&mut self, status: &str) {
        status.clone_into(&mut self.status);
        self.listing["status"] = json!(status);
    }

    /// Whether Direct Send has made it from a message.
    pub(crate) fn is_generated(&self) -> bool {
        self.listing["source"] == GENERATED
    }

    /// Whether its cards show products: it is then defined with two and sent with up to ten.
    pub(crate) fn has_product_cards(&self) -> bool {
        let is_product =
            |card: &Part| matches!(&card.header, Some(Header::Media(kind)) if kind == "PRODUCT");
        !self.cards.is_empty() && self.cards.iter().all(is_product)
    }

    /// Whether it carries a one-time password button.
    pub(crate) fn has_one_time_password(&self) -> bool {
        self.part.buttons.iter().any(|button| button.kind == "OTP")
    }
}

/// The `source` of a template that Direct Send has made.
pub(super) const GENERATED: &str = "AUTO_GENERATED";

/// Graph lists the button that copies a one-time password as a link to here.
const ONE_TIME_PASSWORD: &str = "https://www.whatsapp.com/otp/code/";

impl Part {
    /// Adds what WhatsApp itself writes in an authentication template, where the definition does not say it:
    /// it is created without any text.
    fn write_authentication(&mut self, components: &[Value]) {
        if self.body.is_none() {
            let recommends = find(components, "BODY")
                .is_some_and(|body| body["add_security_recommendation"] == json!(true));
            let recommendation = if recommends {
                " For your security, do not share this code."
            } else {
                ""
            };
            self.body = Some(format!(
                "*{{{{1}}}}* is your verification code.{recommendation}"
            ));
        }
        if self.footer.is_none() {
            self.footer = find(components, "FOOTER")
                .and_then(|footer| footer["code_expiration_minutes"].as_u64())
                .map(|minutes| format!("This code expires in {minutes} minutes."));
        }
        for button in &mut self.buttons {
            let is_password = button
                .url
                .as_deref()
                .is_some_and(|url| url.starts_with(ONE_TIME_PASSWORD));
            if button.kind == "URL" && is_password {
                "OTP".clone_into(&mut button.kind);
            }
        }
    }

    fn read(components: &[Value]) -> Result<Self, String> {
        let text_of = |kind| {
            find(components, kind)
                .and_then(|component| component["text"].as_str().map(str::to_owned))
        };
        let header = match find(components, "HEADER") {
            None => None,
            Some(component) => {
                let format = component["format"]
                    .as_str()
                    .unwrap_or("TEXT")
                    .to_uppercase();
                Some(if format == "TEXT" {
                    Header::Text(
                        component["text"]
                            .as_str()
                            .ok_or("the TEXT header has no text")?
                            .to_owned(),
                    )
                } else {
                    Header::Media(format)
                })
            }
        };
        let buttons = find(components, "BUTTONS")
            .and_then(|component| component["buttons"].as_array())
            .map(|buttons| buttons.iter().map(Button::read).collect::<Result<_, _>>())
            .transpose()?
            .unwrap_or_default();
        Ok(Self {
            header,
            body: text_of("BODY"),
            footer: text_of("FOOTER"),
            buttons,
        })
    }
}

impl Button {
    fn read(button: &Value) -> Result<Self, String> {
        let kind = button["type"]
            .as_str()
            .ok_or("a button has no type")?
            .to_uppercase();
        let label = button["text"].as_str().unwrap_or(match kind.as_str() {
            "COPY_CODE" | "OTP" => "Copy code",
            "CATALOG" => "View catalog",
            "REQUEST_CONTACT_INFO" => "Share contact info",
            _ => "",
        });
        Ok(Self {
            label: label.to_owned(),
            url: button["url"].as_str().map(str::to_owned),
            phone_number: button["phone_number"].as_str().map(str::to_owned),
            kind,
        })
    }
}

fn find<'a>(components: &'a [Value], kind: &str) -> Option<&'a Value> {
    components.iter().find(|component| {
        component["type"]
            .as_str()
            .is_some_and(|found| found.eq_ignore_ascii_case(kind))
    })
}

/// The variables in a text, `{{1}}` or `{{first_name}}`, each once, in order of appearance.
pub(crate) fn variables(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else {
            break;
        };
        let name = name.trim();
        if !found.contains(&name) {
            found.push(name);
        }
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authentication(components: &Value) -> Template {
        let definition = json!({
            "name": "code", "language": "en", "category": "AUTHENTICATION", "components": components,
        });
        Template::read(definition, 0).unwrap()
    }

    #[test]
    fn whatsapp_writes_what_an_authentication_template_does_not_say() {
        let template = authentication(&json!([
            {"type": "BODY", "add_security_recommendation": true},
            {"type": "FOOTER", "code_expiration_minutes": 10},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]},
        ]));
        assert_eq!(
            template.part.body.as_deref(),
            Some("*{{1}}* is your verification code. For your security, do not share this code.")
        );
        assert_eq!(
            template.part.footer.as_deref(),
            Some("This code expires in 10 minutes.")
        );
        assert_eq!(template.part.buttons[0].label, "Copy code");
        let bare = authentication(&json!([{"type": "BODY"}]));
        assert_eq!(
            bare.part.body.as_deref(),
            Some("*{{1}}* is your verification code.")
        );
    }

    #[test]
    fn a_link_to_whatsapps_code_page_is_a_one_time_password_button() {
        let button = |url: &str| {
            json!([
                {"type": "BODY"},
                {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Copy code", "url": url}]},
            ])
        };
        let listed = "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}";
        assert!(authentication(&button(listed)).has_one_time_password());
        assert!(!authentication(&button("https://x.y/{{1}}")).has_one_time_password());
    }

    #[test]
    fn each_variable_counts_once() {
        assert_eq!(variables("{{1}} and {{2}}, again {{1}}"), ["1", "2"]);
        assert_eq!(variables("{{ name }} {{"), ["name"]);
        assert!(variables("no } variable {").is_empty());
    }
}
