//! What a chore says about itself, on standard error: standard output belongs
//! to what it was asked for.

/// What happens next.
pub fn step(what: &str) {
    eprintln!("==> {what}");
}

/// What came out of a step.
pub fn note(what: &str) {
    eprintln!("    {what}");
}

/// Why a chore stops.
pub fn problem(what: &str) {
    eprintln!("error: {what}");
}
