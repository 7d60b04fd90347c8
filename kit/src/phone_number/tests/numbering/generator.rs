//! Writes the numbering plans from the metadata of libphonenumber.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor};

use super::pattern::Pattern;

/// How each file begins.
const HEADER: &str = "\
// GENERATED from the metadata of libphonenumber, as the crate `phonenumber`
// has it (a development dependency). A test says when this file is out of date,
// and how to write it.
";

/// The countries of each calling code.
pub fn countries() -> BTreeMap<u16, Vec<&'static Metadata>> {
    (1..1000)
        .filter_map(|code| Some((code, DATABASE.by_code(&code)?)))
        .collect()
}

/// The files of `src/phone_number/numbering/` and their contents.
pub fn files() -> [(&'static str, String); 2] {
    let mut lists = Lists::default();
    let mut plans = String::new();
    for (code, countries) in countries() {
        let _ = writeln!(plans, "    {},", lists.plan(code, &countries));
    }
    let prefixes = lists.prefixes;
    let lengths = lists.lengths;
    let plans = format!(
        "//! The numbering plan of every country calling code.\n\n{HEADER}\n\
         use super::Plan;\n\n\
         /// Prefixes, separated by spaces. `?` is any digit.\n#[rustfmt::skip]\n\
         pub(super) static PREFIXES: &[&str] = &{prefixes:#?};\n\n\
         /// In the order of their codes.\n#[rustfmt::skip]\n\
         pub(super) static PLANS: &[Plan] = &[\n{plans}];\n"
    );
    let lengths = format!(
        "//! How many digits the numbers of every country calling code have.\n\n{HEADER}\n\
         /// A line for each plan: from which first three digits on which lengths are\n\
         /// possible (bit *n* for *n* digits).\n#[rustfmt::skip]\n\
         pub(super) static LENGTHS: &[(u16, u16)] = &[\n{lengths}];\n"
    );
    [("plans.rs", plans), ("lengths.rs", lengths)]
}

/// What the plans refer to.
#[derive(Default)]
struct Lists {
    prefixes: Vec<String>,
    /// A line for each plan.
    lengths: String,
    /// How many entries they have.
    count: usize,
}

impl Lists {
    fn plan(&mut self, code: u16, countries: &[&Metadata]) -> String {
        let mut trunk_prefixes = BTreeSet::new();
        let mut exit_codes = BTreeSet::new();
        let mut lengths_of_mobiles = 0;
        for country in countries {
            trunk_prefixes.extend(country.national_prefix().map(str::to_owned));
            if let Some(pattern) = country.national_prefix_for_parsing() {
                trunk_prefixes.extend(Pattern::parse(pattern.as_str()).texts());
            }
            if let Some(pattern) = country.international_prefix() {
                exit_codes.extend(Pattern::parse(pattern.as_str()).texts());
            }
            if let Some(mobile) = country.descriptors().mobile() {
                lengths_of_mobiles |= bits(mobile);
            }
        }
        let runs = runs(&lengths(countries, &exit_codes));
        let _ = writeln!(self.lengths, "    {},", runs.join(", "));
        let first = self.count;
        self.count += runs.len();
        format!(
            "Plan {{ code: {code}, trunk_prefixes: {}, exit_codes: {}, mobile_lengths: \
             {lengths_of_mobiles:#x}, lengths: ({first}, {}) }}",
            self.prefix(trunk_prefixes),
            self.prefix(exit_codes),
            runs.len()
        )
    }

    /// Where the prefixes are in the list.
    fn prefix(&mut self, prefixes: BTreeSet<String>) -> usize {
        let prefixes = prefixes.into_iter().collect::<Vec<_>>().join(" ");
        let known = self.prefixes.iter().position(|known| *known == prefixes);
        known.unwrap_or_else(|| {
            self.prefixes.push(prefixes);
            self.prefixes.len() - 1
        })
    }
}

/// The lengths that go with the first three digits.
fn lengths(countries: &[&Metadata], exit_codes: &BTreeSet<String>) -> BTreeMap<u16, u16> {
    let mut lengths: BTreeMap<u16, u16> = BTreeMap::new();
    for country in countries {
        let possible = kinds(country).fold(0, |all, kind| all | bits(kind));
        let general = country.descriptors().general().national_number();
        for (first, length) in Pattern::parse(general.as_str()).forms() {
            let bit = 1 << length;
            // What begins with 00 (Japan, Korea) or with the exit code (Russia)
            // cannot be dialled from abroad.
            let is_domestic =
                first.starts_with("00") || exit_codes.iter().any(|exit| first.starts_with(exit));
            if possible & bit != 0 && !is_domestic {
                *lengths.entry(first.parse().unwrap()).or_default() |= bit;
            }
        }
    }
    lengths
}

/// Every kind of number of a country.
pub fn kinds(country: &Metadata) -> impl Iterator<Item = &Descriptor> {
    let kinds = country.descriptors();
    [
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.toll_free(),
        kinds.premium_rate(),
        kinds.shared_cost(),
        kinds.personal_number(),
        kinds.voip(),
        kinds.pager(),
        kinds.uan(),
        kinds.voicemail(),
    ]
    .into_iter()
    .flatten()
}

/// The lengths of a kind of number: bit *n* for *n* digits.
fn bits(kind: &Descriptor) -> u16 {
    kind.possible_length()
        .iter()
        .filter(|length| **length < 16)
        .fold(0, |bits, length| bits | 1 << length)
}

/// An entry where the lengths change.
fn runs(lengths: &BTreeMap<u16, u16>) -> Vec<String> {
    let mut runs = Vec::new();
    let mut last = 0;
    for first in 0..1000 {
        let now = lengths.get(&first).copied().unwrap_or(0);
        if last != now {
            runs.push(format!("({first}, {now:#x})"));
            last = now;
        }
    }
    runs
}
