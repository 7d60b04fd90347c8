//! Looks for a word in a text. The library's own search is made for long
//! texts; what it needs for them would add 8 KB to the component.

/// Where the word first stands, in bytes. Its cost is the product of both
/// lengths at worst: for short words, or short texts.
pub fn find(text: &str, word: &str) -> Option<usize> {
    text.as_bytes()
        .windows(word.len().max(1))
        .position(|window| window == word.as_bytes())
}

/// What stands before the word, and what behind it.
pub fn split_once<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let (before, from_word) = text.split_at_checked(find(text, word)?)?;
    Some((before, from_word.strip_prefix(word)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{find, split_once};

    proptest! {
        #[test]
        fn a_word_is_found_where_the_library_finds_it(text in "[ab😀]{0,12}", word in "[ab😀]{1,3}") {
            prop_assert_eq!(find(&text, &word), text.find(&word));
            prop_assert_eq!(split_once(&text, &word), text.split_once(&word));
        }
    }
}
