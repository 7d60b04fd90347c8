//! Which numbers a text may be, each in E.164 form.

use super::numbering::Plan;
use super::written::Written;

/// What digits without `+` can be read as, each once: with their own country
/// code, and as they are dialled in the default country.
pub fn readings(written: &Written, default: &Plan) -> Vec<String> {
    let digits = written.digits.as_str();
    let code = default.code;
    let mut readings = Vec::new();
    let mut add_national = |national: &str| {
        for mobile in default.rewritten_mobiles(national) {
            add(&mut readings, format!("+{code}{mobile}"));
        }
        if default.is_possible(national) || default.is_older_mobile(national) {
            add(&mut readings, format!("+{code}{national}"));
        }
    };
    if default.may_lack_trunk_prefix(digits) {
        add_national(digits);
    }
    default.after_trunk_prefix(digits).for_each(add_national);
    for international in default.after_exit_code(digits) {
        if let Some((plan, national)) = Plan::split(international)
            && !is_code_cut(written, digits.len() - international.len(), plan)
            && plan.is_possible_after_code(national)
        {
            add(&mut readings, format!("+{international}"));
        }
    }
    if let Some((plan, national)) = Plan::split(digits)
        && is_set_apart(written, plan, default)
        && plan.is_possible_after_code(national)
    {
        add(&mut readings, format!("+{digits}"));
    }
    readings
}

/// What digits without `+` are when there is no default country: a number with
/// its country code, or with `00` before that. (`009 1 917 …` is not: a country
/// code is never cut in two.)
pub fn international(written: &Written) -> Option<String> {
    let digits = written.digits.as_str();
    let (exit_code, digits) = match digits.strip_prefix("00") {
        Some(digits) => (2, digits),
        None => (0, digits),
    };
    let (plan, national) = Plan::split(digits)?;
    (!is_code_cut(written, exit_code, plan) && plan.is_possible_after_code(national))
        .then(|| format!("+{digits}"))
}

/// Whether the first group ends within a country code that so many digits of an
/// exit code come before.
fn is_code_cut(written: &Written, exit_code: usize, plan: &Plan) -> bool {
    let length = plan.code.to_string().len();
    (exit_code + 1..exit_code + length).contains(&written.first_group)
}

/// What digits with `+` before them are.
///
/// # Errors
/// When a trunk prefix comes after the country code.
pub fn after_plus(digits: &str) -> Result<String, TrunkPrefix> {
    let number = Ok(format!("+{digits}"));
    let Some((plan, national)) = Plan::split(digits) else {
        return number;
    };
    if plan.is_possible_after_code(national) {
        return number;
    }
    let without = plan
        .after_trunk_prefix(national)
        .chain(national.strip_prefix('0'))
        .find(|national| plan.is_possible(national))
        .map(|national| format!("+{}{national}", plan.code));
    if without.is_some() || national.starts_with('0') {
        return Err(TrunkPrefix { without });
    }
    number
}

/// A trunk prefix after a country code, where no number has it.
#[derive(Debug)]
pub struct TrunkPrefix {
    /// The number without it, when that is a possible one.
    pub without: Option<String>,
}

/// Whether the digits may begin with the country code of a plan. Where a person
/// wrote them in groups, none of these is one: a code cut in two, part of an
/// area code in brackets, or part of a first group when the digits are as many
/// as a mobile number of the default country has. (`328 123 4567` in Italy is
/// no Belgian number; `32 81 23 45 67` may be one.)
fn is_set_apart(written: &Written, plan: &Plan, default: &Plan) -> bool {
    let length = plan.code.to_string().len();
    if !written.is_grouped() || written.first_group == length {
        return true;
    }
    let is_national_mobile = default.is_length_of_a_mobile(written.digits.len());
    written.first_group > length
        && !written.is_first_in_brackets
        && (plan.code == default.code || !is_national_mobile)
}

fn add(readings: &mut Vec<String>, number: String) {
    if !readings.contains(&number) {
        readings.push(number);
    }
}
