//! No number is sent that libphonenumber reads otherwise.
//!
//! The library knows one default country and takes a number without `+` for a
//! national one; the same digits with `+` before them are the second reading.

use std::collections::{BTreeMap, BTreeSet};

use super::numbering::library::{Country, all};
use super::parse;

/// Countries whose default code is tried with every number of the others.
const DEFAULTS: [&str; 10] = ["1", "7", "33", "39", "44", "49", "54", "65", "91", "234"];

/// Valid numbers of each kind in each country.
const EACH: usize = 5;

/// Germany assigns numbers of at most 11 digits (ITU-T E.164.2). The library
/// takes extensions for part of them, and so would read most numbers of other
/// countries as German ones.
const MOST_GERMAN: usize = 11;

/// Every form in which a number is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Plus,
    Event,
    EventWithOwnDefault,
    EventWithOtherDefault,
    ExitCode,
    National,
    NationalWithTrunkPrefix,
    NationalInGroups,
    InternationalInGroups,
}

/// How often a number was sent, or refused although the library has one
/// reading of it.
#[derive(Debug, Default)]
struct Count {
    sent: usize,
    refused: usize,
}

/// The library's view of every country.
pub struct Library {
    countries: Vec<Country>,
    counts: BTreeMap<Form, Count>,
    wrong: Vec<String>,
}

#[test]
fn nothing_is_sent_to_a_number_that_the_library_reads_otherwise() {
    let mut seed = 7_u64;
    let mut choose = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let mut library = Library::new();
    assert!(library.countries.len() > 200);
    for index in 0..library.countries.len() {
        let country = &library.countries[index];
        let is_german = country.code == 49;
        for national in country.samples(EACH, &mut choose) {
            if !is_german || national.len() <= MOST_GERMAN {
                library.try_number(index, &national);
            }
        }
    }
    assert_eq!(library.wrong, [] as [&str; 0]);
    println!("{:?}", library.counts);
    let count = |form| &library.counts[&form];
    // An account's id and an unmistakable number always arrive.
    for form in [Form::Plus, Form::Event] {
        assert_eq!(count(form).refused, 0, "{form:?}");
        assert!(count(form).sent > 1500, "{form:?}");
    }
    // More than so many of a thousand are refused for a reading that is possible
    // by the plan, but not valid: too many.
    for (form, bound) in [
        (Form::ExitCode, 5),
        (Form::NationalWithTrunkPrefix, 15),
        (Form::NationalInGroups, 15),
        (Form::National, 40),
        (Form::EventWithOwnDefault, 20),
    ] {
        let Count { sent, refused } = count(form);
        assert!(
            refused * 1000 <= bound * (sent + refused),
            "{form:?}: {sent} sent, {refused} refused"
        );
    }
}

impl Library {
    pub fn new() -> Self {
        Self {
            countries: all(),
            counts: BTreeMap::new(),
            wrong: Vec::new(),
        }
    }

    /// Checks that a number that is sent is one that the library reads; for
    /// digits alone, the only one.
    pub fn check(&self, written: &str, default: Option<&str>, sent: &str) {
        let readings = self.readings(Form::InternationalInGroups, written, default);
        let mut readings = readings.iter();
        let is_right = if written.bytes().all(|byte| byte.is_ascii_digit()) {
            readings.all(|reading| reading == sent)
        } else {
            readings.len() == 0 || readings.any(|reading| reading == sent)
        };
        assert!(
            is_right,
            "{written}, default {default:?}, goes to {sent}; the library reads it otherwise"
        );
    }

    fn try_number(&mut self, index: usize, national: &str) {
        let country = &self.countries[index];
        let code = country.code.to_string();
        let event = format!("{code}{national}");
        let own = Some(code.as_str());
        let (trunk, exits) = country.prefixes();
        let trunk = format!("{trunk}{national}");
        let step = exits.len() / 3 + 1;
        let exits: Vec<String> = exits
            .iter()
            .step_by(step)
            .map(|exit| format!("{}{event}", exit.replace('?', "1")))
            .collect();
        let formats = country.formats(national);
        let number = format!("+{event}");
        self.try_form(Form::Plus, &number, None, &number);
        self.try_form(Form::Event, &event, None, &number);
        self.try_form(Form::EventWithOwnDefault, &event, own, &number);
        let others = DEFAULTS.iter().filter(|other| **other != code);
        for other in others.cycle().skip(index).take(2) {
            self.try_form(Form::EventWithOtherDefault, &event, Some(other), &number);
            if let Some((_, written)) = &formats {
                self.try_form(Form::InternationalInGroups, written, Some(other), &number);
            }
        }
        for written in exits {
            self.try_form(Form::ExitCode, &written, own, &number);
        }
        self.try_form(Form::National, national, own, &number);
        self.try_form(Form::NationalWithTrunkPrefix, &trunk, own, &number);
        if let Some((in_country, abroad)) = &formats {
            self.try_form(Form::NationalInGroups, in_country, own, &number);
            self.try_form(Form::InternationalInGroups, abroad, own, &number);
        }
    }

    fn try_form(&mut self, form: Form, written: &str, default: Option<&str>, number: &str) {
        let readings = self.readings(form, written, default);
        let count = self.counts.entry(form).or_default();
        match parse(written, default) {
            Ok(sent) => {
                count.sent += 1;
                if sent != number || readings.iter().any(|reading| *reading != sent) {
                    self.wrong.push(format!(
                        "{form:?} {written}, default {default:?}, goes to {sent}; the library \
                         reads {readings:?}"
                    ));
                }
            }
            Err(_) if readings.len() <= 1 => count.refused += 1,
            Err(_) => {}
        }
    }

    /// Every valid number that the library can take the text for.
    fn readings(&self, form: Form, written: &str, default: Option<&str>) -> BTreeSet<String> {
        let mut readings = BTreeSet::new();
        if let Some(default) = default {
            let code: u16 = default.parse().unwrap();
            let countries = self.countries.iter().filter(|it| it.code == code);
            readings.extend(countries.filter_map(|it| it.parse(written)));
        }
        // A number that is written as the country's people do is a national one.
        if form != Form::NationalInGroups {
            let digits: String = written.chars().filter(char::is_ascii_digit).collect();
            readings.insert(format!("+{digits}"));
        }
        readings.retain(|reading| self.is_valid(reading) && !is_extended(written, reading));
        readings
    }

    fn is_valid(&self, number: &str) -> bool {
        self.countries.iter().any(|country| {
            number
                .strip_prefix(&format!("+{}", country.code))
                .is_some_and(|national| country.is_valid(national))
        })
    }
}

/// Whether the library takes an extension for part of a German number.
fn is_extended(written: &str, reading: &str) -> bool {
    let national = reading.strip_prefix("+49").unwrap_or_default();
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    national.len() > MOST_GERMAN && digits == national
}
