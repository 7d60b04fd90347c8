/// Deliveries of one event that an operator changes: all of them, or those to one
/// event trigger. An event's id alone means all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveriesOf<'e> {
    pub(super) event: &'e str,
    pub(super) adapter: Option<&'e str>,
    pub(super) trigger: Option<&'e str>,
}

impl<'e> DeliveriesOf<'e> {
    /// All deliveries of the event of this id.
    pub fn event(id: &'e str) -> Self {
        Self {
            event: id,
            adapter: None,
            trigger: None,
        }
    }

    /// The event of this adapter: two adapters can have events of one id. Default:
    /// that of any adapter.
    #[must_use]
    pub fn adapter(mut self, adapter: impl Into<Option<&'e str>>) -> Self {
        self.adapter = adapter.into();
        self
    }

    /// Its deliveries to this event trigger alone. Default: to all.
    #[must_use]
    pub fn trigger(mut self, trigger: impl Into<Option<&'e str>>) -> Self {
        self.trigger = trigger.into();
        self
    }
}

impl<'e> From<&'e str> for DeliveriesOf<'e> {
    fn from(id: &'e str) -> Self {
        Self::event(id)
    }
}
