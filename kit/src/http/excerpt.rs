//! A body that is not the service's JSON, made short enough for an error.

const LONGEST: usize = 200;

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
