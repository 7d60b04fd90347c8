use std::borrow::Cow;

use serde_json::{Map, Value};

/// A property's value with places for what came in: `{wfsystem.body}`,
/// `{wfsystem.headers.NAME}`, `{wfsystem.url}`, `{wfsystem.parameters}` and
/// `{wfsystem.parameters.NAME}`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Template {
    /// Text with places in it.
    Text(Vec<Part>),
    /// Any other value: it is passed on as it is.
    Fixed(Value),
}

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// Text that stays.
    Text(String),
    /// The notification's body.
    Body,
    /// One of the notification's headers, its name in lower case.
    Header(String),
    /// The public URL that was called, with its query.
    Url,
    /// The parameters of the trigger's path and of the query, as a JSON object of
    /// texts.
    Parameters,
    /// One of them.
    Parameter(String),
}

/// What a template is filled with.
pub(crate) struct Filling<'n> {
    pub body: &'n str,
    pub parse_body: bool,
    pub headers: &'n serde_json::Map<String, Value>,
    pub url: Option<&'n str>,
    /// A JSON object, as it is stored.
    pub parameters: Option<&'n str>,
}

/// A text without the byte order mark that it may begin with.
pub(crate) fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

const OPEN: &str = "{wfsystem.";

impl Template {
    /// Reads a template.
    pub(super) fn parse(value: Value) -> Result<Self, String> {
        let Value::String(text) = value else {
            return Ok(Self::Fixed(value));
        };
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some(start) = rest.find(OPEN) {
            let (before, place) = rest.split_at(start);
            let Some((place, after)) = place.trim_start_matches('{').split_once('}') else {
                return Err(format!("`{place}` has no closing brace"));
            };
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::parse(place)?);
            rest = after;
        }
        if !rest.is_empty() || parts.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self::Text(parts))
    }

    /// The headers that it needs, in lower case.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.parts().iter().filter_map(|part| match part {
            Part::Header(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether it is the body and nothing else: only then can the value be JSON.
    pub(super) fn is_body(&self) -> bool {
        matches!(self.parts(), [Part::Body])
    }

    /// Whether it needs the URL that was called.
    pub(super) fn needs_url(&self) -> bool {
        self.parts().contains(&Part::Url)
    }

    /// Whether it needs the parameters of the path and the query.
    pub(super) fn needs_parameters(&self) -> bool {
        let is_one = |part: &Part| matches!(part, Part::Parameters | Part::Parameter(_));
        self.parts().iter().any(is_one)
    }

    fn parts(&self) -> &[Part] {
        match self {
            Self::Text(parts) => parts,
            Self::Fixed(_) => &[],
        }
    }

    /// The value, or nothing if it is a header or a parameter that did not come.
    pub(crate) fn fill(&self, filling: &Filling<'_>) -> Option<Value> {
        let parts = match self {
            Self::Fixed(value) => return Some(value.clone()),
            Self::Text(parts) => parts.as_slice(),
        };
        match parts {
            [Part::Body] if filling.parse_body => {
                serde_json::from_str(without_bom(filling.body)).ok()
            }
            [Part::Header(name)] => filling.headers.get(name).cloned(),
            [part @ (Part::Url | Part::Parameters | Part::Parameter(_))] => {
                part.text(filling).map(|text| text.into_owned().into())
            }
            parts => {
                let texts = parts.iter().filter_map(|part| part.text(filling));
                Some(texts.collect::<String>().into())
            }
        }
    }
}

impl Part {
    fn parse(place: &str) -> Result<Self, String> {
        match place.strip_prefix("wfsystem.").unwrap_or_default() {
            "body" => return Ok(Self::Body),
            "url" => return Ok(Self::Url),
            "parameters" => return Ok(Self::Parameters),
            other => match other.split_once('.') {
                Some(("headers", name))
                    if http::HeaderName::from_bytes(name.as_bytes()).is_ok() =>
                {
                    return Ok(Self::Header(name.to_ascii_lowercase()));
                }
                Some(("parameters", name)) if !name.is_empty() => {
                    return Ok(Self::Parameter(name.to_owned()));
                }
                _ => {}
            },
        }
        Err(format!(
            "`{{{place}}}` is unknown; there is {{wfsystem.body}}, {{wfsystem.headers.NAME}}, {{wfsystem.url}}, {{wfsystem.parameters}} and {{wfsystem.parameters.NAME}}"
        ))
    }

    fn text<'t>(&'t self, filling: &Filling<'t>) -> Option<Cow<'t, str>> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Body => Some(filling.body.into()),
            Self::Header(name) => filling.headers.get(name)?.as_str().map(Cow::from),
            Self::Url => filling.url.map(Cow::from),
            Self::Parameters => filling.parameters.map(Cow::from),
            Self::Parameter(name) => {
                let all: Map<String, Value> = serde_json::from_str(filling.parameters?).ok()?;
                Some(all.get(name)?.as_str()?.to_owned().into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fill(template: Value, parse_body: bool) -> Option<Value> {
        let headers = json!({ "x-hub-signature-256": "sha256=00" });
        Template::parse(template).unwrap().fill(&Filling {
            body: r#"{"a":"é"}"#,
            parse_body,
            headers: headers.as_object().unwrap(),
            url: Some("https://hooks.example.com/in/7?ref=a%20b"),
            parameters: Some(r#"{"ref":"a b","tenant":"7"}"#),
        })
    }

    #[test]
    fn the_body_is_text_unless_it_is_to_be_parsed() {
        let body = json!("{wfsystem.body}");
        assert_eq!(fill(body.clone(), false), Some(json!(r#"{"a":"é"}"#)));
        assert_eq!(fill(body, true), Some(json!({ "a": "é" })));
    }

    #[test]
    fn a_byte_order_mark_stays_in_text_and_is_no_part_of_json() {
        let headers = serde_json::Map::new();
        let fill = |parse_body| {
            Template::parse(json!("{wfsystem.body}"))
                .unwrap()
                .fill(&Filling {
                    body: "\u{feff}{\"a\":1}",
                    parse_body,
                    headers: &headers,
                    url: None,
                    parameters: None,
                })
        };
        assert_eq!(fill(false), Some(json!("\u{feff}{\"a\":1}")));
        assert_eq!(fill(true), Some(json!({ "a": 1 })));
    }

    #[test]
    fn places_stand_among_text() {
        let template = json!("<{wfsystem.headers.X-Hub-Signature-256}|{other}|{wfsystem.body}>");
        assert_eq!(
            fill(template, true),
            Some(json!(r#"<sha256=00|{other}|{"a":"é"}>"#))
        );
    }

    #[test]
    fn a_header_that_did_not_come_leaves_its_property_out() {
        assert_eq!(fill(json!("{wfsystem.headers.X-None}"), false), None);
        assert_eq!(
            fill(json!("-{wfsystem.headers.X-None}"), false),
            Some(json!("-"))
        );
    }

    #[test]
    fn the_url_and_its_parameters_are_texts() {
        let url = "https://hooks.example.com/in/7?ref=a%20b";
        assert_eq!(fill(json!("{wfsystem.url}"), false), Some(json!(url)));
        assert_eq!(
            fill(json!("{wfsystem.parameters}"), true),
            Some(json!(r#"{"ref":"a b","tenant":"7"}"#))
        );
        let one = |name| fill(json!(format!("{{wfsystem.parameters.{name}}}")), false);
        assert_eq!(one("tenant"), Some(json!("7")));
        assert_eq!(one("other"), None);
        assert_eq!(
            fill(
                json!("{wfsystem.parameters.tenant}/{wfsystem.parameters.other}"),
                false
            ),
            Some(json!("7/"))
        );
    }

    #[test]
    fn other_values_stay_as_they_are() {
        assert_eq!(fill(json!([1, true]), false), Some(json!([1, true])));
        assert_eq!(fill(json!(""), false), Some(json!("")));
    }

    #[test]
    fn an_unknown_place_is_a_mistake() {
        for text in [
            "{wfsystem.query}",
            "{wfsystem.}",
            "{wfsystem.url.x}",
            "{wfsystem.parameters.}",
            "{wfsystem.headers.}",
            "{wfsystem.body",
            "{wfsystem.headers.a b}",
        ] {
            assert!(Template::parse(json!(text)).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn text_without_places_stays_as_it_is(text in ".*") {
            proptest::prop_assume!(!text.contains(OPEN));
            proptest::prop_assert_eq!(fill(json!(text), false), Some(json!(text)));
        }

        #[test]
        fn whatever_stands_around_the_body_stays(before in "[^{]*", after in "[^{]*") {
            let filled = fill(json!(format!("{before}{{wfsystem.body}}{after}")), false);
            proptest::prop_assert_eq!(filled, Some(json!(format!("{before}{}{after}", r#"{"a":"é"}"#))));
        }
    }
}
