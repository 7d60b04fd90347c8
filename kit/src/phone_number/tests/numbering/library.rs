//! How libphonenumber reads a number.

use std::collections::BTreeSet;

use phonenumber::{Metadata, Mode, country};
use regex::bytes::{Regex, RegexBuilder};

use super::generator::{countries, kinds};
use super::pattern::Pattern;

/// A country and its valid numbers.
pub struct Country {
    /// Its calling code.
    pub code: u16,
    /// As libphonenumber names it.
    pub id: country::Id,
    metadata: &'static Metadata,
    general: Regex,
    /// Each kind of number: its lengths and what it matches.
    kinds: Vec<(Vec<u16>, Regex)>,
}

/// The main country of every calling code, and Kazakhstan.
pub fn all() -> Vec<Country> {
    countries()
        .into_iter()
        .flat_map(|(code, countries)| countries.into_iter().map(move |it| (code, it)))
        .filter(|(_, it)| it.is_main_country_for_code() || !is_shared(it))
        .filter_map(|(code, metadata)| Country::new(code, metadata))
        .collect()
}

/// Whether a country has its code together with others, where its numbers are
/// read as those of the main one are.
fn is_shared(country: &Metadata) -> bool {
    let shared = countries()[&country.country_code()].len() > 1;
    shared && country.id() != "KZ"
}

impl Country {
    fn new(code: u16, metadata: &'static Metadata) -> Option<Self> {
        let kinds = kinds(metadata)
            .map(|it| {
                let lengths = it.possible_length().to_vec();
                (lengths, whole(it.national_number().as_str()))
            })
            .collect();
        Some(Self {
            code,
            id: metadata.id().parse().ok()?,
            metadata,
            general: whole(metadata.descriptors().general().national_number().as_str()),
            kinds,
        })
    }

    /// Whether this is a valid number, without country code and trunk prefix.
    pub fn is_valid(&self, national: &str) -> bool {
        let length = u16::try_from(national.len()).unwrap();
        self.general.is_match(national.as_bytes())
            && self.kinds.iter().any(|(lengths, pattern)| {
                lengths.contains(&length) && pattern.is_match(national.as_bytes())
            })
    }

    /// Valid mobile and landline numbers; `choose` gives a number below its
    /// argument.
    pub fn samples(&self, each: usize, choose: &mut impl FnMut(usize) -> usize) -> Vec<String> {
        let kinds = self.metadata.descriptors();
        let mut samples = BTreeSet::new();
        for kind in [kinds.mobile(), kinds.fixed_line()].into_iter().flatten() {
            let pattern = Pattern::parse(kind.national_number().as_str());
            let valid: BTreeSet<String> = (0..each * 10)
                .map(|_| pattern.sample(choose))
                .filter(|national| self.is_valid(national))
                .take(each)
                .collect();
            samples.extend(valid);
        }
        samples.into_iter().collect()
    }

    /// What is dialled before a national number, and before a country code.
    pub fn prefixes(&self) -> (&str, Vec<String>) {
        let exit = self.metadata.international_prefix();
        (
            self.metadata.national_prefix().unwrap_or_default(),
            exit.map_or_else(Vec::new, |it| Pattern::parse(it.as_str()).texts()),
        )
    }

    /// A number as people of this country write it, and as others do, but
    /// without `+`. `None` where the library takes it for another one: it
    /// leaves out a digit like the trunk prefix also after the code.
    pub fn formats(&self, national: &str) -> Option<(String, String)> {
        let event = format!("{}{national}", self.code);
        let number = phonenumber::parse(Some(self.id), format!("+{event}")).ok()?;
        let in_country = number.format().mode(Mode::National).to_string();
        let abroad = number.format().mode(Mode::International).to_string();
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        (digits(&abroad) == event && digits(&in_country).ends_with(national))
            .then(|| (in_country, abroad.trim_start_matches('+').to_owned()))
    }

    /// The number that the library takes a text for in this country, in E.164
    /// form.
    pub fn parse(&self, written: &str) -> Option<String> {
        let number = phonenumber::parse(Some(self.id), written).ok()?;
        Some(number.format().mode(Mode::E164).to_string())
    }
}

fn whole(pattern: &str) -> Regex {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .unicode(false)
        .ignore_whitespace(true)
        .build()
        .unwrap()
}
