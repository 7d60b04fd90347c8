//! Places within a JSON value, as manifests write them:
//! `messages[0].errors[0].code`.

/// One step towards a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'p> {
    /// To the member of this name.
    Member(&'p str),
    /// To the item with this index.
    Item(usize),
}

/// Returns the steps to a place, or `None` if the text is not a place. The first
/// step is a member.
pub fn steps(place: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    walk(place, |step| steps.push(step))?;
    Some(steps)
}

/// Whether a text is a place.
pub fn is_place(text: &str) -> bool {
    walk(text, |_| ()).is_some()
}

fn walk<'p>(place: &'p str, mut step: impl FnMut(Step<'p>)) -> Option<()> {
    for part in place.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if !is_name(name) {
            return None;
        }
        step(Step::Member(name));
        while !rest.is_empty() {
            let (index, after) = rest.strip_prefix('[')?.split_once(']')?;
            let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
            // A larger index than any array can have finds nothing.
            step(Step::Item(
                is_index.then(|| index.parse().unwrap_or(usize::MAX))?,
            ));
            rest = after;
        }
    }
    Some(())
}

/// The JSON Pointer (RFC 6901) to a place.
pub fn pointer(place: &str) -> Option<String> {
    let mut pointer = String::new();
    for step in steps(place)? {
        pointer.push('/');
        match step {
            Step::Member(name) => pointer.push_str(name),
            Step::Item(index) => pointer.push_str(&index.to_string()),
        }
    }
    Some(pointer)
}

/// Whether a place is a member of the value itself, and not within one.
pub fn is_top_level(place: &str) -> bool {
    !place.contains(['.', '['])
}

/// The place of the object that a place is in; empty at the top level.
pub fn parent(place: &str) -> &str {
    place.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// The last name of a place.
pub fn last_name(place: &str) -> &str {
    place.rsplit_once('.').map_or(place, |(_, name)| name)
}

/// A name has letters, digits, `_` and `-` (so that it needs no escape in a
/// JSON Pointer), and begins with neither a digit nor `-`.
fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let mut bytes = name.bytes();
    bytes.next().is_some_and(is_letter)
        && bytes.all(|byte| is_letter(byte) || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_members_and_items() {
        use Step::{Item, Member};
        assert_eq!(steps("a"), Some(vec![Member("a")]));
        assert_eq!(
            steps("a[0].b-c[12][3]").unwrap(),
            [Member("a"), Item(0), Member("b-c"), Item(12), Item(3)]
        );
        assert_eq!(pointer("a[0].b-c").unwrap(), "/a/0/b-c");
        assert_eq!((parent("a[0].b"), last_name("a[0].b")), ("a[0]", "b"));
        assert_eq!((parent("a"), last_name("a")), ("", "a"));
    }

    #[test]
    fn a_text_that_is_not_a_place_has_no_steps() {
        for text in [
            "a..b", "a[", "a[x]", "a[]", "[0]", "a[0]b", ".a", "", "1a", "-a", "a b", "a/b",
        ] {
            assert_eq!(steps(text), None, "{text}");
        }
    }
}
