//! `src/cloud_api/numbering/plans.rs`, from the metadata of libphonenumber.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor};

use super::pattern::Pattern;

const HEADER: &str = "\
//! The numbering plan of every country calling code.
//!
//! GENERATED from the metadata of libphonenumber, as the crate `phonenumber`
//! has it (a development dependency). A test says when this file is out of date,
//! and how to write it.

use super::Plan;

#[rustfmt::skip]
pub(super) static PLANS: &[Plan] = &[
";

/// The countries of each calling code.
pub fn countries() -> BTreeMap<u16, Vec<&'static Metadata>> {
    (1..1000)
        .filter_map(|code| Some((code, DATABASE.by_code(&code)?)))
        .collect()
}

/// The whole file.
pub fn file() -> String {
    let mut file = HEADER.to_owned();
    for (code, countries) in countries() {
        let _ = writeln!(file, "    {},", plan(code, &countries));
    }
    file + "];\n"
}

fn plan(code: u16, countries: &[&Metadata]) -> String {
    let mut trunk_prefixes = BTreeSet::new();
    let mut exit_codes = BTreeSet::new();
    let mut lengths_of_mobiles = 0;
    let mut lengths: BTreeMap<u16, u16> = BTreeMap::new();
    for country in countries {
        trunk_prefixes.extend(country.national_prefix().map(str::to_owned));
        if let Some(pattern) = country.national_prefix_for_parsing() {
            trunk_prefixes.extend(Pattern::parse(pattern.as_str()).texts());
        }
        if let Some(pattern) = country.international_prefix() {
            exit_codes.extend(Pattern::parse(pattern.as_str()).texts());
        }
        let descriptors = country.descriptors();
        if let Some(mobile) = descriptors.mobile() {
            lengths_of_mobiles |= bits(mobile);
        }
        let possible = kinds(country).fold(0, |all, kind| all | bits(kind));
        let general = Pattern::parse(descriptors.general().national_number().as_str());
        for (first, length) in general.forms() {
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
    format!(
        "Plan {{ code: {code}, trunk_prefixes: {:?}, exit_codes: {:?}, mobile_lengths: \
         {lengths_of_mobiles:#x}, lengths: &[{}] }}",
        joined(trunk_prefixes),
        joined(exit_codes),
        runs(&lengths)
    )
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

fn joined(texts: BTreeSet<String>) -> String {
    texts.into_iter().collect::<Vec<_>>().join(" ")
}

/// An entry where the lengths change.
fn runs(lengths: &BTreeMap<u16, u16>) -> String {
    let mut runs = Vec::new();
    let mut last = None;
    for first in 0..1000 {
        let now = lengths.get(&first).copied().unwrap_or(0);
        if last != Some(now) {
            runs.push(format!("({first}, {now:#x})"));
            last = Some(now);
        }
    }
    runs.join(", ")
}
