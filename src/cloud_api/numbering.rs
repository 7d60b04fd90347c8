//! What a national phone number looks like in a country, as far as it decides
//! who receives a message.
//!
//! Lengths are those of the national (significant) number, without the
//! country calling code and without a trunk prefix, after the national
//! numbering plans that ITU-T publishes under E.164.2. Where a plan has rare
//! longer numbers, the table has the usual length: a number that does not fit
//! is refused, and can still be written with `+`.

use super::numbering::LeadingZero::{Belongs, NotNational, Trunk};

/// What a 0 at the beginning of a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadingZero {
    /// It is dialled inside the country only, and left out after the country
    /// code.
    Trunk,
    /// It is part of the number, also after the country code.
    Belongs,
    /// No number of this country is written so, or not by a simple rule.
    NotNational,
}

/// The numbers of one country calling code.
#[derive(Debug, Clone, Copy)]
pub struct NumberingPlan {
    /// Digits of a mobile number, at least.
    pub shortest_mobile: usize,
    /// Digits of any number that does not begin with 0, at most.
    pub longest: usize,
    /// What a 0 at the beginning means.
    pub leading_zero: LeadingZero,
}

/// The plan of a country calling code, when it is known here.
pub fn plan(country_code: &str) -> Option<NumberingPlan> {
    PLANS
        .iter()
        .find(|(codes, ..)| codes.split(' ').any(|code| code == country_code))
        .map(
            |&(_, shortest_mobile, longest, leading_zero)| NumberingPlan {
                shortest_mobile,
                longest,
                leading_zero,
            },
        )
}

/// Country calling codes whose numbers have the same form.
const PLANS: &[(&str, usize, usize, LeadingZero)] = &[
    ("354", 7, 7, NotNational),
    ("961", 7, 8, Trunk),
    (
        "45 47 65 216 356 357 371 502 503 504 505 506 507 852 853 965 968 973 974",
        8,
        8,
        NotNational,
    ),
    ("373 374 382 386 389 598", 8, 8, Trunk),
    ("381 385 387 855", 8, 9, Trunk),
    ("64", 8, 10, Trunk),
    ("34 48 56 221 351 420", 9, 9, NotNational),
    (
        "27 31 32 33 40 41 46 61 66 93 94 212 213 218 233 243 251 254 255 256 260 263 353 355 359 \
         380 421 593 595 886 962 963 966 967 971 972",
        9,
        9,
        Trunk,
    ),
    ("242", 9, 9, Belongs),
    ("39", 9, 10, Belongs),
    ("60 82 84 358", 9, 10, Trunk),
    ("62", 9, 12, Trunk),
    ("1 7 30 57", 10, 10, NotNational),
    ("20 44 58 63 81 90 91 92 98 234 880 964 977", 10, 10, Trunk),
    ("225", 10, 10, Belongs),
    ("52 54 55", 10, 11, NotNational),
    ("43 49", 10, 11, Trunk),
    ("86", 11, 11, Trunk),
];
