use std::fmt;

use crate::NotRead;

/// One thing that is wrong with a value that was given, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mistake {
    /// Where it is: `buttons[1].index`. Empty for the value as a whole.
    pub path: String,
    /// What is wrong there, without the path.
    pub problem: String,
}

impl Mistake {
    /// A mistake at `path`.
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.problem)
        } else {
            write!(f, "{}: {}", self.path, self.problem)
        }
    }
}

/// Everything that is wrong with a value, a manifest or a configuration, in the
/// order in which it was found.
///
/// `Display` puts each mistake on a line of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl Mistakes {
    /// Adds a mistake at `path`.
    pub fn push(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.0.push(Mistake::new(path, problem));
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The mistakes, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Mistake> {
        self.0.iter()
    }

    /// `value` when nothing is wrong.
    ///
    /// # Errors
    /// All the mistakes, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl From<Mistake> for Mistakes {
    fn from(mistake: Mistake) -> Self {
        Self(vec![mistake])
    }
}

impl From<NotRead> for Mistakes {
    fn from(not_read: NotRead) -> Self {
        Self(match not_read {
            NotRead::NotJson(why) => vec![Mistake::new("", format!("not JSON: {why}"))],
            NotRead::Repeated(paths) => paths
                .into_iter()
                .map(|path| Mistake::new(path, NotRead::REPEATED))
                .collect(),
        })
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

impl<'a> IntoIterator for &'a Mistakes {
    type Item = &'a Mistake;
    type IntoIter = std::slice::Iter<'a, Mistake>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_is_on_its_own_line() {
        let mut mistakes = Mistakes::default();
        mistakes.push("a", "is wrong");
        mistakes.push("", "all is wrong");
        assert_eq!(mistakes.to_string(), "a: is wrong\nall is wrong");
    }
}
