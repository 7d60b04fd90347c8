//! A phone number as a person or a program wrote it.

/// The digits of a phone number, and what its form says about them.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// ASCII digits, at least one.
    pub digits: String,
    /// Whether `+` comes before them.
    pub has_plus: bool,
    /// How many digits come before the first separator: all of them where
    /// there is none.
    pub first_group: usize,
    /// Whether the first group is in brackets, as an area code is.
    pub is_first_in_brackets: bool,
}

/// Why a text is no phone number, as the end of a sentence.
type Fault = &'static str;

const NO_DIGIT: Fault = "has a character that is not a digit from 0 to 9, +, a space, a hyphen, a \
                         dot or a bracket";
const NONE: Fault = "has no digit";
const PLUS: Fault = "has a + that is not before its first digit, or a second one";
const OUTER: Fault = "has a hyphen or a dot before its first digit or after its last";
const BRACKETS: Fault = "has brackets that do not enclose a group of digits before other digits";

/// Digits between two separators.
struct Group {
    digits: String,
    is_in_brackets: bool,
    /// Whether nothing but a dot comes before it.
    is_after_dot: bool,
}

impl Written {
    /// Parses a phone number: digits in groups, with `+` before them or not.
    ///
    /// Between two groups may be spaces, hyphens, dots and brackets. Anything
    /// else is refused: what it says (an extension, a decimal fraction, a
    /// second number) would be lost or become part of the number. Invisible
    /// marks that come along when a number is copied are left out. Full-width
    /// characters, as East Asian keyboards write them, count as the ASCII ones;
    /// digits of other scripts are refused.
    ///
    /// # Errors
    /// The reason, as the end of a sentence.
    pub fn parse(value: &str) -> Result<Self, Fault> {
        let text = value.trim_matches(|c: char| c.is_whitespace() || is_mark(c));
        if text.is_empty() {
            return Err("is empty");
        }
        let (groups, has_plus) = groups(text)?;
        check_zeros(&groups)?;
        check_fraction(&groups, text)?;
        let first = groups.first().ok_or(NONE)?;
        Ok(Self {
            has_plus,
            first_group: first.digits.len(),
            is_first_in_brackets: first.is_in_brackets,
            digits: groups.iter().map(|group| group.digits.as_str()).collect(),
        })
    }

    /// Whether the digits are in more than one group. An event never has them
    /// so.
    pub fn is_grouped(&self) -> bool {
        self.first_group < self.digits.len()
    }
}

/// The groups of digits, and whether `+` comes before them.
fn groups(text: &str) -> Result<(Vec<Group>, bool), Fault> {
    let mut groups: Vec<Group> = Vec::new();
    let mut has_plus = false;
    // What came since the last digit.
    let mut gap = String::new();
    let mut bracket: Option<(char, usize)> = None;
    for character in text.chars().filter(|c| !is_mark(*c)).map(ascii) {
        match character {
            '0'..='9' => match groups.last_mut() {
                Some(group) if gap.is_empty() => group.digits.push(character),
                _ => {
                    groups.push(Group {
                        digits: character.to_string(),
                        is_in_brackets: bracket.is_some(),
                        is_after_dot: gap == ".",
                    });
                    gap.clear();
                }
            },
            '+' if groups.is_empty() && !has_plus => has_plus = true,
            '+' => return Err(PLUS),
            '-' | '.' if groups.is_empty() => return Err(OUTER),
            '(' | '[' if bracket.is_none() => {
                bracket = Some((character, groups.len()));
                gap.push(character);
            }
            ')' | ']' => {
                let pair = if character == ')' { '(' } else { '[' };
                match bracket.take() {
                    Some((open, before)) if open == pair && before < groups.len() => {}
                    _ => return Err(BRACKETS),
                }
                gap.push(character);
            }
            '-' | '.' | ' ' => gap.push(character),
            _ => return Err(NO_DIGIT),
        }
    }
    if bracket.is_some() || (gap.contains([')', ']']) && groups.len() > 1) {
        return Err(BRACKETS);
    }
    if gap.contains(['-', '.']) {
        return Err(OUTER);
    }
    Ok((groups, has_plus))
}

/// `+44 (0) 7911`, `+44-0-7911`: the 0 is dialled in some cases and left out
/// in others. In the first group it is a trunk prefix; in the last one, as in
/// `+49 511 1234-0`, it belongs to the number.
fn check_zeros(groups: &[Group]) -> Result<(), Fault> {
    let inner = groups.get(1..groups.len().saturating_sub(1)).unwrap_or(&[]);
    if inner.iter().any(|group| group.digits == "0") {
        return Err(
            "has a 0 as a group of its own, which is dialled in some cases and omitted in others",
        );
    }
    Ok(())
}

/// `393331234567.0` is what a spreadsheet makes of a number.
fn check_fraction(groups: &[Group], text: &str) -> Result<(), Fault> {
    let Some(last) = groups.last().filter(|group| group.is_after_dot) else {
        return Ok(());
    };
    let dots = text.chars().filter(|c| ascii(*c) == '.').count();
    let is_short = last.digits.len() <= 2 || last.digits.bytes().all(|digit| digit == b'0');
    if last.digits.len() == 1 || (dots == 1 && is_short) {
        return Err("ends like a decimal fraction, as a spreadsheet writes numbers");
    }
    Ok(())
}

/// Full-width characters, hyphens and spaces as their ASCII forms. What else
/// counts as white space (a tab, a line break) stays, since it separates two
/// values.
fn ascii(character: char) -> char {
    match character {
        '０'..='９' | '＋' | '（' | '）' | '［' | '］' | '－' | '．' => {
            let code = u32::from(character).saturating_sub(0xFEE0);
            char::from_u32(code).unwrap_or(character)
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            ' '
        }
        other => other,
    }
}

/// The invisible marks for writing direction, joining and line breaking that
/// come along when a number is copied from a page. Not the override U+202E: it
/// shows the digits in another order.
pub fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202D}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}
