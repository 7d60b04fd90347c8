//! Enough of XML to find a mistake in a response before a service does.

/// The name of the root element of a text. Checks that it is the only one, that
/// elements end in the order in which they began, that attributes have values in
/// quotes, and that `&` begins a reference. Names, references and encodings are not
/// looked up, and a DOCTYPE or CDATA section is refused.
pub(super) fn root(text: &str) -> Result<&str, &'static str> {
    let mut rest = text.trim();
    if let Some(after) = rest.strip_prefix("<?xml") {
        let after = after.split_once("?>").map(|(_, after)| after);
        rest = after.ok_or("has an XML declaration without an end")?;
    }
    let mut open: Vec<&str> = Vec::new();
    let mut root = None;
    while let Some((before, tag)) = rest.split_once('<') {
        check_text(before, open.is_empty())?;
        if let Some(comment) = tag.strip_prefix("!--") {
            let after = comment.split_once("-->").map(|(_, after)| after);
            rest = after.ok_or("has a comment without an end")?;
            continue;
        }
        let (inside, after) = tag_end(tag).ok_or("has a tag without an end")?;
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            if open.pop() != Some(name.trim_end()) {
                return Err("ends an element that is not the last one that began");
            }
            continue;
        }
        let (inside, is_empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(end);
        if !is_name(name) {
            return Err("has a `<` that begins no element");
        }
        check_attributes(attributes)?;
        if open.is_empty() && root.replace(name).is_some() {
            return Err("has more than one root element");
        }
        if !is_empty {
            open.push(name);
        }
    }
    check_text(rest, open.is_empty())?;
    if !open.is_empty() {
        return Err("has an element that does not end");
    }
    root.ok_or("has no element")
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    let is_start = |it: char| it.is_alphabetic() || it == '_' || it == ':';
    letters.next().is_some_and(is_start)
        && letters.all(|it| is_start(it) || it.is_numeric() || it == '-' || it == '.')
}

/// A tag up to its `>`, which is not in quotes, and what is after it.
fn tag_end(tag: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some((tag.get(..at)?, tag.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

fn check_attributes(attributes: &str) -> Result<(), &'static str> {
    const WRONG: &str = "has an attribute without a value in quotes";
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (name, value) = rest.split_once('=').ok_or(WRONG)?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|it| "\"'".contains(*it));
        let quote = quote.filter(|_| is_name(name.trim())).ok_or(WRONG)?;
        let value = value
            .strip_prefix(quote)
            .and_then(|it| it.split_once(quote));
        let (value, after) = value.ok_or(WRONG)?;
        check_text(value, false)?;
        rest = after.trim_start();
    }
    Ok(())
}

fn check_text(text: &str, is_outside: bool) -> Result<(), &'static str> {
    if is_outside && !text.trim().is_empty() {
        return Err("has text outside its root element");
    }
    let is_reference = |after: &str| {
        after.split_once(';').is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            !name.is_empty() && name.chars().all(char::is_alphanumeric)
        })
    };
    if text.split('&').skip(1).all(is_reference) {
        Ok(())
    } else {
        Err("has a `&` that is not written as `&amp;`")
    }
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn the_root_of_well_formed_text_is_found() {
        for text in [
            "<Response/>",
            "<Response />",
            " <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response></Response>\n",
            "<Response><!-- <b> --><Message to=\"a>b\" from='c'>1 &lt; 2 &amp; &#233;</Message ></Response>",
            "<Response><Say/><Say>x</Say></Response>",
        ] {
            assert_eq!(root(text), Ok("Response"), "{text}");
        }
        assert_eq!(root("<a:b.c-1/>"), Ok("a:b.c-1"));
    }

    #[test]
    fn text_that_is_not_well_formed_is_refused() {
        for text in [
            "",
            "Thank you!",
            "Thank you! <Response/>",
            "<Response>",
            "<Response",
            "</Response>",
            "<Response></response>",
            "<Response><Message></Response></Message>",
            "<Response/><Response/>",
            "<Response/>x",
            "<Response>a & b</Response>",
            "<Response>a &b</Response>",
            "<Response><Message to=x/></Response>",
            "<Response><Message to/></Response>",
            "<Response a=\"b/>",
            "<Response>1 < 2</Response>",
            "<!DOCTYPE x><Response/>",
            "<Response><![CDATA[x]]></Response>",
            "<?xml version=\"1.0\"><Response/>",
            "<!-- x",
            "<>",
        ] {
            assert!(root(text).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[<>/&;!?\"'=a \u{e9}-]{0,40}") {
            let _ = root(&text);
        }
    }
}
