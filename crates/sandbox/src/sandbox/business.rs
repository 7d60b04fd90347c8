//! The business's side: its number, its account, its templates.

use bytes::Bytes;
use serde_json::Value;

use super::Sandbox;
use crate::model::account::{DirectSendAccess, Health, HealthEntity, VerificationCode};
use crate::model::templates::{Review, review};

impl Sandbox {
    /// Changes a field of the phone number, such as `quality_rating` or `status`. `null` removes it.
    pub fn change_number(&self, field: &str, value: Value) {
        self.world.change(|state| {
            state.account.number.insert(field.to_owned(), value);
        });
    }

    /// Subscribes the app to the business account or takes the subscription away. At the start there is one.
    pub fn subscribe(&self, subscribed: bool) {
        self.world.change(|state| {
            state.change_callback(|account| account.subscribed = subscribed);
        });
    }

    /// Changes whether the account may use Direct Send.
    pub fn direct_send(&self, access: DirectSendAccess) {
        self.world
            .change(|state| state.account.direct_send = access);
    }

    /// Returns the business profile.
    pub fn business_profile(&self) -> Value {
        self.world
            .look(|state| Value::Object(state.account.profile.clone()))
    }

    /// Changes a field of the business account, such as `account_review_status`. `null` removes it.
    pub fn change_account(&self, field: &str, value: Value) {
        self.world.change(|state| {
            state.account.waba.insert(field.to_owned(), value);
        });
    }

    /// Sets the health of the number, the account, the business, the app or of every template.
    pub fn health(&self, entity: HealthEntity, health: Health) {
        self.world
            .change(|state| state.account.health.set(entity, health));
    }

    /// The verification code that was sent to the business's number and not given back yet.
    pub fn verification_code(&self) -> Option<VerificationCode> {
        self.world
            .look(|state| state.account.registration.code.clone())
    }

    /// The customers that the business has blocked, by phone number or user id, in the order of blocking.
    pub fn blocked(&self) -> Vec<String> {
        self.world.look(|state| state.account.blocked.clone())
    }

    // ---- templates

    /// Decides about the next template that is created or edited. Without a decision it is approved.
    pub fn review_next(&self, review: Review) {
        self.world.change(|state| state.reviews.push_back(review));
    }

    /// Decides about a template now, and notifies. False if no template has this id.
    pub fn review(&self, template_id: &str, review: &Review) -> bool {
        self.world
            .change(|state| review::decide(state, &self.world.settings, template_id, review))
    }

    /// Sets a field of a template as Graph lists it, such as `status` or `quality_score`, and notifies as
    /// Meta does. `null` removes it. False if no template has this id.
    pub fn change_template(&self, template_id: &str, field: &str, value: Value) -> bool {
        let fields = std::iter::once((field.to_owned(), value)).collect();
        self.world
            .change(|state| review::change(state, &self.world.settings, template_id, fields))
    }

    /// All templates as Graph lists them, with every field.
    pub fn templates(&self) -> Vec<Value> {
        self.world.look(|state| {
            let templates = state.templates.all().iter();
            templates.map(|template| template.listing.clone()).collect()
        })
    }

    /// The content of a file that was uploaded in the resumable way; `None` for an unknown handle.
    pub fn uploaded(&self, handle: &str) -> Option<Bytes> {
        self.world.look(|state| state.uploads.content(handle))
    }
}
