use regex::{Regex, RegexBuilder};

/// How large a pattern may be when it is compiled, in bytes. The smallest that
/// is enough says how much work a search takes for each byte of text.
const SIZES: [usize; 5] = [4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20];

/// How much memory a pattern may use while it searches, in bytes.
const CACHE: usize = 256 << 10;

/// So many bytes of a compiled pattern are one step for each byte of text.
const BYTES_OF_A_STEP: usize = 4096;

/// A regular expression, compiled once. A search takes a time that grows with
/// the length of the text times the size of the pattern, never more.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    size: usize,
}

impl Pattern {
    /// Compiles an I-Regexp (RFC 9485). `whole`: it must match a whole text.
    pub fn compile(text: &str, whole: bool) -> Result<Self, String> {
        let translated = translated(text);
        let pattern = if whole {
            format!("^(?:{translated})$")
        } else {
            translated
        };
        for size in SIZES {
            let compiled = RegexBuilder::new(&pattern)
                .size_limit(size)
                .dfa_size_limit(CACHE)
                .build();
            match compiled {
                Ok(regex) => return Ok(Self { regex, size }),
                Err(regex::Error::CompiledTooBig(_)) => {}
                Err(_) => return Err(format!("`{text}` is not a regular expression (RFC 9485)")),
            }
        }
        Err(format!(
            "the regular expression `{text}` is too large: write it with fewer repetitions, such as .* for .{{0,1000}}"
        ))
    }

    /// At most so many bytes of memory it takes when it is compiled.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many steps a search in a text of this many bytes counts as.
    pub fn steps(&self, bytes: usize) -> u64 {
        let steps = bytes.saturating_mul(self.size / BYTES_OF_A_STEP);
        u64::try_from(steps).unwrap_or(u64::MAX)
    }

    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// An I-Regexp in the syntax of `regex`. They differ in what `.` stands for:
/// all but `\n` and `\r`.
fn translated(text: &str) -> String {
    let mut translated = String::with_capacity(text.len());
    let mut in_class = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                translated.push(character);
                translated.extend(characters.next());
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class => {
                translated.push_str(r"[^\n\r]");
                continue;
            }
            _ => {}
        }
        translated.push(character);
    }
    translated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_is_all_but_line_breaks_and_a_match_is_of_the_whole_text() {
        for (pattern, whole, text, matches) in [
            ("a.b", false, "xa\tbx", true),
            ("a.b", false, "a\rb", false),
            ("a.b", true, "xa.b", false),
            ("a|b", true, "ab", false),
            (r"a\.b", true, "a.b", true),
            (r"a\.b", true, "acb", false),
            ("[.]", true, "x", false),
        ] {
            let compiled = Pattern::compile(pattern, whole).unwrap();
            assert_eq!(compiled.matches(text), matches, "{pattern} {text:?}");
        }
    }

    #[test]
    fn a_large_pattern_counts_as_more_work_and_one_that_is_too_large_is_refused() {
        let steps = |text| Pattern::compile(text, false).unwrap().steps(1000);
        assert!(steps("help") < steps(r"\w{1,20}"));
        let error = Pattern::compile(r"(\w{1,100}){1,100}", false).unwrap_err();
        assert!(error.contains("too large"), "{error}");
    }
}
