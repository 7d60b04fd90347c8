//! What the regular expressions of libphonenumber's metadata stand for. They
//! have digits, classes, groups, alternatives and repetitions only.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind};

/// The first three digits of a number (fewer when there are no more), and how
/// many it has.
pub type Form = (String, usize);

/// Longer numbers do not fit behind a country code.
const LONGEST: usize = 15;

/// A regular expression of the metadata.
pub struct Pattern(Hir);

impl Pattern {
    pub fn parse(pattern: &str) -> Self {
        let mut builder = regex_syntax::ParserBuilder::new();
        builder.unicode(false).utf8(false).ignore_whitespace(true);
        Self(builder.build().parse(pattern).unwrap())
    }

    /// The forms of the numbers that match.
    pub fn forms(&self) -> BTreeSet<Form> {
        follow(&self.0, &BTreeSet::from([(String::new(), 0)]))
    }

    /// The texts that match, with `?` for any digit. What a capturing group
    /// holds (a carrier, the number itself) ends a text.
    pub fn texts(&self) -> Vec<String> {
        let mut texts: Vec<String> = texts(&self.0).into_iter().map(|(text, _)| text).collect();
        texts.retain(|text| !text.is_empty());
        texts.sort();
        texts.dedup();
        texts
    }

    /// A text that matches; `choose` gives a number below its argument.
    pub fn sample(&self, choose: &mut impl FnMut(usize) -> usize) -> String {
        let mut text = String::new();
        sample(&self.0, choose, &mut text);
        text
    }
}

fn digits(class: &Class) -> Vec<char> {
    let Class::Bytes(class) = class else {
        panic!("a class of other characters than digits");
    };
    class
        .ranges()
        .iter()
        .flat_map(|range| range.start()..=range.end())
        .inspect(|digit| assert!(digit.is_ascii_digit()))
        .map(char::from)
        .collect()
}

fn follow(hir: &Hir, before: &BTreeSet<Form>) -> BTreeSet<Form> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => before.clone(),
        HirKind::Literal(literal) => literal.0.iter().fold(before.clone(), |forms, digit| {
            append(&forms, &[char::from(*digit)])
        }),
        HirKind::Class(class) => append(before, &digits(class)),
        HirKind::Capture(capture) => follow(&capture.sub, before),
        HirKind::Concat(parts) => parts
            .iter()
            .fold(before.clone(), |forms, part| follow(part, &forms)),
        HirKind::Alternation(parts) => parts.iter().flat_map(|part| follow(part, before)).collect(),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap();
            let mut all = BTreeSet::new();
            let mut forms = before.clone();
            for times in 0..=most {
                if times >= repetition.min {
                    all.extend(forms.iter().cloned());
                }
                forms = follow(&repetition.sub, &forms);
            }
            all
        }
    }
}

fn append(before: &BTreeSet<Form>, digits: &[char]) -> BTreeSet<Form> {
    let mut after = BTreeSet::new();
    for (first, length) in before.iter().filter(|(_, length)| *length < LONGEST) {
        if *length < 3 {
            after.extend(digits.iter().map(|it| (format!("{first}{it}"), length + 1)));
        } else {
            after.insert((first.clone(), length + 1));
        }
    }
    after
}

/// Texts, and whether each ends for good.
fn texts(hir: &Hir) -> Vec<(String, bool)> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![(String::new(), false)],
        HirKind::Literal(literal) => {
            vec![(String::from_utf8(literal.0.to_vec()).unwrap(), false)]
        }
        HirKind::Class(class) => match digits(class) {
            all if all.len() == 10 => vec![("?".to_owned(), false)],
            some => some.iter().map(|it| (it.to_string(), false)).collect(),
        },
        HirKind::Capture(_) => vec![(String::new(), true)],
        HirKind::Concat(parts) => parts.iter().fold(vec![(String::new(), false)], continued),
        HirKind::Alternation(parts) => parts.iter().flat_map(texts).collect(),
        HirKind::Repetition(repetition) => {
            let captures = repetition.sub.properties().explicit_captures_len() > 0;
            let (least, most) = (repetition.min, repetition.max.unwrap());
            let most = if captures { least } else { most };
            let mut all = Vec::new();
            let mut now = vec![(String::new(), false)];
            for times in 0..=most {
                if times >= least {
                    all.extend(now.iter().cloned());
                }
                now = continued(now, &repetition.sub);
            }
            all
        }
    }
}

fn continued(before: Vec<(String, bool)>, next: &Hir) -> Vec<(String, bool)> {
    let next = texts(next);
    let mut after = Vec::new();
    for (text, is_ended) in before {
        if is_ended {
            after.push((text, true));
            continue;
        }
        after.extend(
            next.iter()
                .map(|(more, ends)| (format!("{text}{more}"), *ends)),
        );
    }
    after
}

fn sample(hir: &Hir, choose: &mut impl FnMut(usize) -> usize, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).unwrap()),
        HirKind::Class(class) => {
            let digits = digits(class);
            text.push(digits[choose(digits.len())]);
        }
        HirKind::Capture(capture) => sample(&capture.sub, choose, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| sample(part, choose, text)),
        HirKind::Alternation(parts) => sample(&parts[choose(parts.len())], choose, text),
        HirKind::Repetition(repetition) => {
            let spread = (repetition.max.unwrap() - repetition.min) as usize;
            for _ in 0..repetition.min as usize + choose(spread + 1) {
                sample(&repetition.sub, choose, text);
            }
        }
    }
}
