//! A body that is not the service's JSON, made short enough for an error.

const LONGEST: usize = 200;

/// What an error says of a body: its [`excerpt`] in quotation marks, or that there
/// is nothing to quote.
pub fn quoted(body: &str) -> String {
    match excerpt(body).as_str() {
        "" if body.trim().is_empty() => "an empty body".to_owned(),
        "" => "a body without text".to_owned(),
        text => format!("\"{text}\""),
    }
}

/// A page's title, or else the beginning of its text: without tags and
/// control characters, in one line, at most 200 characters.
pub fn excerpt(body: &str) -> String {
    let text = title(body).unwrap_or(body);
    let mut excerpt = String::new();
    let mut characters = 0;
    let mut is_tag = false;
    let mut is_gap = false;
    for c in text.chars() {
        match c {
            '<' => (is_tag, is_gap) = (true, true),
            '>' if is_tag => is_tag = false,
            _ if is_tag => {}
            _ if c.is_whitespace() || c.is_control() => is_gap = true,
            _ => {
                if characters >= LONGEST {
                    excerpt.push('…');
                    break;
                }
                if is_gap && !excerpt.is_empty() {
                    excerpt.push(' ');
                    characters += 1;
                }
                is_gap = false;
                excerpt.push(c);
                characters += 1;
            }
        }
    }
    excerpt
}

/// What stands between `<title>` and the next tag, unless it is blank.
fn title(page: &str) -> Option<&str> {
    let start = page.to_ascii_lowercase().find("<title>")?;
    let text = page.get(start..)?.get("<title>".len()..)?;
    text.split('<')
        .next()
        .filter(|title| !title.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_body_is_quoted_as_far_as_there_is_something_to_quote() {
        for (body, said) in [
            ("", "an empty body"),
            (" \n", "an empty body"),
            ("<html></html>", "a body without text"),
            ("\u{1}", "a body without text"),
            ("<title>Bad gateway</title><p>nginx", "\"Bad gateway\""),
            ("<p>No\r\nroute", "\"No route\""),
        ] {
            assert_eq!(quoted(body), said, "{body:?}");
        }
    }
}
