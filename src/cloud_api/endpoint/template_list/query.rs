//! Which templates are asked for.

use crate::bindings::uip::whatsapp::templates::ListTemplatesRequest;
use crate::cloud_api::request::template::TemplateName;
use crate::configuration::BusinessAccountId;
use uip_kit::failure::quoted;
use uip_kit::field::{given, refuse, refuse_as};
use uip_kit::http::percent;
use uip_kit::{CommandError, FailureCategory};

/// The filters and the number of templates: words that can stand in a query,
/// and 1 to 1000.
#[derive(Debug, Default)]
pub struct Query {
    name: Option<String>,
    status: Option<String>,
    language: Option<String>,
    limit: usize,
}

const MOST: u32 = 1000;
/// An answer with so many definitions stays well below a megabyte.
const PAGE: usize = 50;

impl Query {
    /// Parses the request. What is blank counts as not given.
    ///
    /// # Errors
    /// A permanent failure when a filter cannot match anything, or the limit
    /// is not from 1 to 1000.
    pub fn parse(request: &ListTemplatesRequest) -> Result<Self, CommandError> {
        let limit = request.limit.unwrap_or(100);
        if !(1..=MOST).contains(&limit) {
            return Err(refuse(
                "invalid-limit",
                &format!("The field limit must be from 1 to {MOST}; it is {limit}."),
                "Leave limit out for 100 templates.",
            ));
        }
        Ok(Self {
            name: word("name", request.name.as_deref(), 512)?.map(|name| name.to_ascii_lowercase()),
            status: word("status", request.status.as_deref(), 40)?
                .map(|status| status.to_ascii_uppercase()),
            language: word("language", request.language.as_deref(), 20)?,
            limit: usize::try_from(limit).unwrap_or(PAGE),
        })
    }

    /// All languages of one template. WhatsApp answers also with the
    /// templates that have this in their name.
    pub fn named(name: &TemplateName) -> Self {
        Self {
            name: Some(name.as_str().to_owned()),
            limit: usize::try_from(MOST).unwrap_or(PAGE),
            ..Self::default()
        }
    }

    /// How many templates at most.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The path and query of the page that begins after `cursor`, when `had`
    /// templates have come already.
    pub fn path(&self, account: &BusinessAccountId, had: usize, cursor: Option<&str>) -> String {
        let size = self.limit.saturating_sub(had).clamp(1, PAGE);
        let mut path = format!(
            "{}/message_templates?fields=id,name,language,status,category,parameter_format,\
             rejected_reason,quality_score,components&limit={size}",
            account.as_str()
        );
        for (name, value) in [
            ("name", &self.name),
            ("status", &self.status),
            ("language", &self.language),
        ] {
            if let Some(value) = value {
                path.extend(["&", name, "=", value]);
            }
        }
        if let Some(cursor) = cursor {
            path.push_str("&after=");
            path.extend(percent::encode(cursor));
        }
        path
    }
}

/// Letters, digits and underscores.
fn word(field: &str, value: Option<&str>, longest: usize) -> Result<Option<String>, CommandError> {
    let Some(value) = given(value) else {
        return Ok(None);
    };
    let word = value.trim();
    let is_word = word.len() <= longest
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_word {
        return Ok(Some(word.to_owned()));
    }
    Err(refuse_as(
        FailureCategory::Template,
        "invalid-filter",
        &format!(
            "The field {field} must be at most {longest} letters, digits and underscores; it is {}.",
            quoted(value)
        ),
        "Write it as WhatsApp Manager shows it, or leave it out.",
    ))
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::bindings::uip::whatsapp::templates::ListTemplatesRequest;
    use crate::configuration::BusinessAccountId;

    fn request() -> ListTemplatesRequest {
        ListTemplatesRequest {
            name: None,
            status: None,
            language: None,
            limit: None,
            format: None,
        }
    }

    #[test]
    fn what_is_asked_for_stands_in_the_query() {
        let account = BusinessAccountId::parse("1234").unwrap();
        let fields = "1234/message_templates?fields=id,name,language,status,category,\
                      parameter_format,rejected_reason,quality_score,components";
        let query = Query::parse(&request()).unwrap();
        assert_eq!(query.path(&account, 0, None), format!("{fields}&limit=50"));
        assert_eq!(query.path(&account, 90, None), format!("{fields}&limit=10"));
        let query = Query::parse(&ListTemplatesRequest {
            name: Some(" Order_ ".to_owned()),
            status: Some("approved".to_owned()),
            language: Some("en_US".to_owned()),
            limit: Some(7),
            format: None,
        })
        .unwrap();
        assert_eq!(
            query.path(&account, 0, Some("MjQ=&x")),
            format!("{fields}&limit=7&name=order_&status=APPROVED&language=en_US&after=MjQ%3D%26x")
        );
    }

    #[test]
    fn a_limit_is_from_1_to_1000() {
        for (limit, is_limit) in [(0, false), (1, true), (1000, true), (1001, false)] {
            let request = ListTemplatesRequest {
                limit: Some(limit),
                ..request()
            };
            assert_eq!(Query::parse(&request).is_ok(), is_limit, "{limit}");
        }
    }

    #[test]
    fn a_filter_is_one_word() {
        for value in ["a b", "a&b=c", "a/b", "è", &"x".repeat(513)] {
            let request = ListTemplatesRequest {
                name: Some(value.to_owned()),
                ..request()
            };
            assert!(Query::parse(&request).is_err(), "{value}");
        }
    }
}
