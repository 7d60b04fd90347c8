//! Addresses in a text.

/// What an address may begin with to be opened from a page.
const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];

/// Whether an address may be a link: of a harmless scheme, and without a character that could make it look like
/// another one. A name outside ASCII is not linked, since it may imitate one inside.
pub(crate) fn is_safe(address: &str) -> bool {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let rest = SCHEMES
        .iter()
        .find(|scheme| lower.starts_with(**scheme))
        .and_then(|scheme| address.get(scheme.len()..));
    rest.is_some_and(|rest| !rest.is_empty())
        && address.bytes().all(|byte| byte.is_ascii_graphic())
        && !address.contains(['"', '<', '>', '\\', '^', '`', '{', '|', '}'])
}

/// The text in pieces, each with its address if it is one. No piece is empty.
pub(super) fn split(text: &str) -> Vec<(&str, Option<String>)> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    for (at, word) in words(text) {
        let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '"']);
        if !is_safe(word) {
            continue;
        }
        push(&mut pieces, text.get(begin..at), None);
        push(&mut pieces, Some(word), Some(word.to_owned()));
        begin = at + word.len();
    }
    push(&mut pieces, text.get(begin..), None);
    pieces
}

fn push<'a>(
    pieces: &mut Vec<(&'a str, Option<String>)>,
    text: Option<&'a str>,
    href: Option<String>,
) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        pieces.push((text, href));
    }
}

/// The words of the text that could be addresses, each with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(char::is_whitespace).map(move |word| {
        let place = at;
        // Every white space that splits is one character, of as many bytes as are between the words.
        at += word.len();
        at += text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let inside = word.trim_start_matches(['(', '"', '\'']);
        (place + word.len() - inside.len(), inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_schemes_are_links() {
        for good in [
            "https://example.com/a?b=c#d",
            "HTTP://example.com",
            "mailto:a@example.com",
            "tel:+15550100200",
        ] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVa\tScript:alert(1)",
            "data:text/html,x",
            "https://",
            "https:/x",
            "https://ex\u{430}mple.com",
            "https://a\u{202e}b",
            "file:///etc/passwd",
            "example.com",
            "",
            "é",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_is_a_piece_of_its_own_without_the_sentences_mark() {
        let pieces = split("See (https://a.example/x), or\nhttps://b.example. Bye");
        let links: Vec<_> = pieces
            .iter()
            .filter_map(|(_, href)| href.as_deref())
            .collect();
        assert_eq!(links, ["https://a.example/x", "https://b.example"]);
        let whole: String = pieces.iter().map(|(text, _)| *text).collect();
        assert_eq!(
            whole,
            "See (https://a.example/x), or\nhttps://b.example. Bye"
        );
    }
}
