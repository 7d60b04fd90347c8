use std::fmt;

/// The longest pattern, in bytes, and the most segments of one.
const LONGEST: usize = 512;
const MOST_SEGMENTS: usize = 16;

/// The longest value of a parameter, decoded, in bytes.
const LONGEST_VALUE: usize = 256;

/// What the first segment of a `path` cannot be: the server answers there itself.
const RESERVED: [&str; 5] = ["adapters", "healthz", "metrics", "openapi.json", "readyz"];

/// `path`: where a webhook trigger takes requests. A segment in braces is a
/// parameter: `/whatsapp/callback/{appId}/{companyId}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookPath(Vec<Segment>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter(String),
}

impl WebhookPath {
    /// Where UIP has the webhook triggers: `/wfe/api/advancedwebhook/NAME`.
    const UIP: [&str; 3] = ["wfe", "api", "advancedwebhook"];

    /// The path of a trigger that names none.
    pub(super) fn of_name(name: &str) -> Self {
        let segments = Self::UIP.into_iter().chain([name]);
        Self(segments.map(|it| Segment::Literal(it.to_owned())).collect())
    }

    /// Whether a request's path, as it came, is one of those that UIP has.
    pub(crate) fn is_uips(path: &str) -> bool {
        let mut segments = path.strip_prefix('/').unwrap_or(path).split('/');
        Self::UIP.into_iter().all(|it| segments.next() == Some(it)) && segments.next().is_some()
    }

    /// Reads a path.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let segments = text
            .strip_prefix('/')
            .ok_or_else(|| format!("`{text}` does not begin with `/`"))?;
        if text.len() > LONGEST {
            return Err(format!("is longer than {LONGEST} characters"));
        }
        if segments.ends_with('/') {
            return Err("ends in `/`; leave it out: requests match with and without it".to_owned());
        }
        let mut read = Vec::new();
        for segment in segments.split('/') {
            let segment = Segment::parse(segment)?;
            if matches!(segment, Segment::Parameter(_)) && read.contains(&segment) {
                return Err(format!("has the parameter `{segment}` twice"));
            }
            read.push(segment);
        }
        match read.first() {
            Some(Segment::Literal(first)) if RESERVED.contains(&first.as_str()) => Err(format!(
                "begins with `/{first}`, where the server answers itself; choose another first segment"
            )),
            Some(Segment::Parameter(_)) => Err(
                "begins with a parameter, which would match the server's own paths; begin with a fixed segment".to_owned(),
            ),
            _ if read.len() > MOST_SEGMENTS => {
                Err(format!("has more than {MOST_SEGMENTS} segments"))
            }
            _ => Ok(Self(read)),
        }
    }

    /// The parameters of a request's path, as it came and with or without a slash
    /// at its end. Nothing, if it is another path, or a value is empty, longer than
    /// 256 bytes, or no text.
    pub(crate) fn parameters(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let path = path.strip_prefix('/')?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut given = path.split('/');
        let mut parameters = Vec::new();
        for segment in &self.0 {
            let value = decoded(given.next()?)?;
            match segment {
                Segment::Literal(text) => (*text == value).then_some(())?,
                Segment::Parameter(name) => parameters.push((name.as_str(), value)),
            }
        }
        given.next().is_none().then_some(parameters)
    }

    /// Whether a request could match both.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let may_be_same = |(one, other): (&Segment, &Segment)| match (one, other) {
            (Segment::Literal(one), Segment::Literal(other)) => one == other,
            _ => true,
        };
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(may_be_same)
    }

    /// A path that matches, in which each parameter has its own name as its value.
    pub fn example(&self) -> String {
        let segments = self.0.iter().map(|segment| match segment {
            Segment::Literal(text) | Segment::Parameter(text) => text.as_str(),
        });
        segments.fold(String::new(), |path, segment| path + "/" + segment)
    }
}

/// As the configuration writes it.
impl fmt::Display for WebhookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| write!(f, "/{it}"))
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Self, String> {
        if let Some(name) = text.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            let mut letters = name.chars();
            let is_name = letters.next().is_some_and(|it| it.is_ascii_alphabetic())
                && letters.all(|it| it.is_ascii_alphanumeric() || it == '_');
            return if is_name && name.len() <= 64 {
                Ok(Self::Parameter(name.to_owned()))
            } else {
                Err(format!(
                    "`{text}` is not a parameter: a name has up to 64 letters, digits and `_`, and begins with a letter"
                ))
            };
        }
        let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
        match text {
            "" => Err("has an empty segment".to_owned()),
            "." | ".." => Err(format!("has the segment `{text}`")),
            _ if text.bytes().all(is_plain) => Ok(Self::Literal(text.to_owned())),
            _ => Err(format!(
                "`{text}` is not a segment: use letters, digits, `-`, `.`, `_`, `~`, or a parameter such as {{tenant}}"
            )),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::Parameter(name) => write!(f, "{{{name}}}"),
        }
    }
}

/// A segment of a request's path without its percent-encoding.
fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex_digit(rest.next()?)? << 4 | hex_digit(rest.next()?)?,
            other => other,
        });
    }
    let is_length = (1..=LONGEST_VALUE).contains(&bytes.len());
    let text = is_length.then(|| String::from_utf8(bytes).ok())??;
    (!text.chars().any(char::is_control)).then_some(text)
}

fn hex_digit(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> WebhookPath {
        WebhookPath::parse(text).unwrap()
    }

    fn parameters(pattern: &str, request: &str) -> Option<Vec<(String, String)>> {
        let pattern = path(pattern);
        let found = pattern.parameters(request)?.into_iter();
        Some(
            found
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    const CALLBACK: &str = "/whatsapp/callback/{appId}/{companyId}";

    #[test]
    fn parameters_are_taken_from_their_segments_and_decoded() {
        let found = [pair("appId", "APP01"), pair("companyId", "Grüß/1 %")];
        for end in ["", "/"] {
            let request = format!("/whatsapp/callback/APP01/Gr%C3%bc%C3%9F%2F1%20%25{end}");
            assert_eq!(parameters(CALLBACK, &request), Some(found.to_vec()));
        }
        assert_eq!(parameters("/hook", "/hook"), Some(vec![]));
        assert_eq!(parameters("/hook", "/ho%6Fk"), Some(vec![]));
    }

    #[test]
    fn other_paths_and_values_that_are_no_text_do_not_match() {
        let long = format!("/whatsapp/callback/{}/b", "x".repeat(LONGEST_VALUE + 1));
        for request in [
            "",
            "/",
            "*",
            "/whatsapp/callback/a",
            "/whatsapp/callback/a/",
            "/whatsapp/callback/a//",
            "/whatsapp/callback//b",
            "/whatsapp/callback/a/b/c",
            "/whatsapp/callback/a/b//",
            "/WhatsApp/callback/a/b",
            "/whatsapp/callback/%/b",
            "/whatsapp/callback/%2/b",
            "/whatsapp/callback/%zz/b",
            "/whatsapp/callback/%+1/b",
            "/whatsapp/callback/%ff/b",
            "/whatsapp/callback/%00/b",
            "/whatsapp/callback/a%0Ab/b",
            long.as_str(),
        ] {
            assert_eq!(parameters(CALLBACK, request), None, "{request}");
        }
    }

    #[test]
    fn a_pattern_that_no_request_could_mean_is_refused() {
        for (text, problem) in [
            ("hook", "does not begin"),
            ("/", "empty segment"),
            ("/hook/", "ends in `/`"),
            ("/a//b", "empty segment"),
            ("/a/../b", "segment `..`"),
            ("/a b", "not a segment"),
            ("/a%20b", "not a segment"),
            ("/a/{}", "not a parameter"),
            ("/a/{1a}", "not a parameter"),
            ("/a/{a-b}", "not a parameter"),
            ("/a/x{b}", "not a segment"),
            ("/a/{b}/{b}", "twice"),
            ("/{a}/b", "begins with a parameter"),
            ("/healthz", "answers itself"),
            ("/adapters/x", "answers itself"),
            ("/a?b=c", "not a segment"),
        ] {
            let error = WebhookPath::parse(text).unwrap_err();
            assert!(error.contains(problem), "{text}: {error}");
        }
        assert!(WebhookPath::parse(&"/a".repeat(MOST_SEGMENTS + 1)).is_err());
        assert!(WebhookPath::parse(&format!("/{}", "a".repeat(LONGEST))).is_err());
    }

    #[test]
    fn paths_overlap_if_one_request_could_match_both() {
        let overlap = |one: &str, other: &str| path(one).overlaps(&path(other));
        assert!(overlap("/a/{x}", "/a/b"));
        assert!(overlap("/a/{x}/c", "/a/b/{y}"));
        assert!(overlap("/a/{x}", "/a/{y}"));
        assert!(!overlap("/a/{x}", "/a/{x}/{y}"));
        assert!(!overlap("/a/{x}/c", "/a/{x}/d"));
        assert!(!overlap("/a", "/A"));
    }

    #[test]
    fn a_path_is_shown_as_it_is_written_and_as_an_example() {
        assert_eq!(path(CALLBACK).to_string(), CALLBACK);
        assert_eq!(
            path(CALLBACK).example(),
            "/whatsapp/callback/appId/companyId"
        );
        let of_name = WebhookPath::of_name("my shop");
        assert_eq!(of_name.to_string(), "/wfe/api/advancedwebhook/my shop");
        assert!(
            of_name
                .parameters("/wfe/api/advancedwebhook/my%20shop")
                .is_some()
        );
        assert!(WebhookPath::is_uips("/wfe/api/advancedwebhook/other"));
        assert!(!WebhookPath::is_uips("/wfe/api/advancedwebhook"));
    }

    proptest::proptest! {
        #[test]
        fn every_value_comes_back_as_it_was_encoded(value in "[^\\p{Cc}]{1,60}") {
            let encoded: String = value.bytes().flat_map(|byte| {
                let digit = |value: u8| char::from_digit(value.into(), 16).unwrap();
                ['%', digit(byte >> 4), digit(byte & 15)]
            }).collect();
            let found = parameters("/t/{x}", &format!("/t/{encoded}"));
            proptest::prop_assert_eq!(found, Some(vec![pair("x", &value)]));
        }

        #[test]
        fn no_path_makes_it_panic(request in ".*") {
            let _ = parameters(CALLBACK, &request);
        }
    }
}
