/// `format`: how an event is written in the body of a delivery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `uip`: an object with `adapter`, `event`, `eventId` and `properties`.
    #[default]
    Uip,
    /// `cloudevents`: a [CloudEvent](https://github.com/cloudevents/spec) of version 1.0 in
    /// structured mode.
    CloudEvents,
}

impl Format {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "uip" => Ok(Self::Uip),
            "cloudevents" => Ok(Self::CloudEvents),
            other => Err(format!(
                "`{other}` is unknown; use \"uip\" or \"cloudevents\""
            )),
        }
    }
}
