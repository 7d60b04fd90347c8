//! The names of rows, which are places in a value.

#[derive(Clone, Copy)]
pub(super) enum Step<'m> {
    Member(&'m str),
    Item,
}

/// Reads `messages[0].errors[0].code`. A text that is no such place is one
/// name as a whole.
pub(super) fn steps(place: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in place.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return vec![Step::Member(place)];
        }
        steps.push(Step::Member(name));
        while !rest.is_empty() {
            let index = rest
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
                .filter(|(index, _)| {
                    !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit())
                });
            let Some((_, after)) = index else {
                return vec![Step::Member(place)];
            };
            steps.push(Step::Item);
            rest = after;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(place: &str) -> Vec<&str> {
        let spell = |step| match step {
            Step::Member(name) => name,
            Step::Item => "[]",
        };
        steps(place).into_iter().map(spell).collect()
    }

    #[test]
    fn a_place_is_members_and_items() {
        assert_eq!(spelled("a"), ["a"]);
        assert_eq!(spelled("a[0].b-c[12][3]"), ["a", "[]", "b-c", "[]", "[]"]);
    }

    #[test]
    fn a_name_that_is_no_place_is_one_member() {
        for name in ["a..b", "a[", "a[x]", "a[]", "[0]", "a[0]b", ".a", ""] {
            assert_eq!(spelled(name), [name]);
        }
    }
}
