use std::time::Duration;

/// What is run.
pub struct Options {
    /// How long notifications are sent.
    pub time: Duration,
    /// How many are sent in a second.
    pub rate: u32,
    /// What decides which things fail when.
    pub seed: u64,
}

impl Options {
    /// Reads `--minutes`, `--rate` and `--seed`, each with a number.
    pub fn parse(arguments: &[String]) -> Result<Self, String> {
        let number = |name: &str, default: u64| {
            let Some(at) = arguments.iter().position(|argument| argument == name) else {
                return Ok(default);
            };
            let number = arguments.get(at + 1).and_then(|text| text.parse().ok());
            number.ok_or_else(|| format!("{name}: a number must follow"))
        };
        let rate = number("--rate", 300)?;
        Ok(Self {
            time: Duration::from_secs(number("--minutes", 60)? * 60),
            rate: u32::try_from(rate.clamp(1, 100_000)).unwrap_or(1),
            seed: number("--seed", 1)?,
        })
    }
}
