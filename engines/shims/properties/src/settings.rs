/// Where settings come from.
pub struct Settings {
    /// What a setting is called in a sentence: `environment variable`.
    pub kind: &'static str,
    /// The setting's name for a property, which is given in `snake_case` after
    /// its adapter: `whatsapp_app_secret`.
    pub name: fn(property: &str) -> String,
    /// The setting of this name, if there is one.
    pub get: fn(name: &str) -> Result<Option<String>, String>,
}

/// The settings of one adapter.
pub(crate) struct Group<'a> {
    pub(crate) settings: &'a Settings,
    /// What their names begin with.
    pub(crate) prefix: &'static str,
}

impl Group<'_> {
    /// A setting, blank or not.
    pub(crate) fn optional(&self, property: &str) -> Result<Option<String>, String> {
        (self.settings.get)(&self.name(property))
            .map_err(|reason| format!("{} cannot be read: {reason}", self.the(property)))
    }

    /// A setting that was left blank counts as not set.
    pub(crate) fn given(&self, property: &str) -> Result<Option<String>, String> {
        let value = self.optional(property)?;
        Ok(value.filter(|value| !value.trim().is_empty()))
    }

    /// A number of seconds.
    pub(crate) fn seconds(&self, property: &str) -> Result<Option<u32>, String> {
        self.given(property)?
            .map(|value| {
                value.trim().parse().map_err(|_| {
                    format!(
                        "{} is not a whole number of seconds from 1 to 300.",
                        self.the(property)
                    )
                })
            })
            .transpose()
    }

    /// What to say of a setting that is missing.
    pub(crate) fn missing(&self, property: &str) -> String {
        format!("{} is not set.", self.the(property))
    }

    fn the(&self, property: &str) -> String {
        format!("The {} {}", self.settings.kind, self.name(property))
    }

    fn name(&self, property: &str) -> String {
        (self.settings.name)(&format!("{}_{property}", self.prefix))
    }
}
