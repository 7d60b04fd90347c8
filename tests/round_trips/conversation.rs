//! The business, which calls commands and takes events, and the person who
//! plays the customer over HTTP.

use serde_json::{Value, json};
use uip_host::Response;
use uip_sandbox::DEFAULT_BUSINESS_ACCOUNT_ID;
use uip_testkit::{Scene, SceneBuilder};

use crate::typed;

/// The customer.
pub const CUSTOMER: &str = "16505551234";
/// The name in the customer's profile.
const NAME: &str = "Ada";

/// A customer and a business that talk.
pub struct Conversation {
    /// What they talk through.
    pub scene: Scene,
    http: reqwest::Client,
}

impl Conversation {
    /// With a customer who has a name.
    pub async fn start() -> Self {
        Self::with(Scene::builder()).await
    }

    /// The same, and the adapter knows the business account.
    pub async fn start_with_account() -> Self {
        Self::with(Scene::builder().property("businessAccountId", DEFAULT_BUSINESS_ACCOUNT_ID))
            .await
    }

    /// The same in another scene.
    pub async fn with(scene: SceneBuilder) -> Self {
        let scene = scene.typed().start().await;
        scene.sandbox.customer(CUSTOMER).named(NAME);
        Self {
            scene,
            http: reqwest::Client::new(),
        }
    }

    /// A command that succeeds.
    pub async fn call(&self, command: &str, request: Value) -> Response {
        let response = self.scene.call(command, request).await;
        assert!(response.is_success(), "{command}: {response:?}");
        response
    }

    /// Sends to the customer, and returns what the phone then shows.
    pub async fn send(&self, command: &str, mut request: Value) -> Value {
        request["phoneNumber"] = json!("+1 650 555 1234");
        let before = self.received().await.len();
        let response = self.call(command, request).await;
        let mut received = self.received().await;
        assert_eq!(received.len(), before + 1, "one message for one {command}");
        let seen = received.pop().expect("a message");
        assert_eq!(response.get("messageId"), Some(&seen["id"]), "{command}");
        seen
    }

    /// The customer's telephone, as the sandbox shows it to a person.
    pub async fn telephone(&self) -> Value {
        let url = format!("{}/customers/{CUSTOMER}", self.controls());
        let answer = self.http.get(url).send().await.expect("the sandbox");
        answer.json().await.expect("JSON")
    }

    /// What the customer received.
    pub async fn received(&self) -> Vec<Value> {
        let telephone = self.telephone().await;
        telephone["received"].as_array().expect("a list").clone()
    }

    /// The bytes of a hosted file, as a person fetches them.
    pub async fn file(&self, id: &str) -> Vec<u8> {
        let url = format!("{}/media/{id}", self.controls());
        let answer = self.http.get(url).send().await.expect("the sandbox");
        assert_eq!(answer.status(), 200, "{id}");
        answer.bytes().await.expect("bytes").to_vec()
    }

    fn controls(&self) -> String {
        format!("{}/sandbox", self.scene.sandbox.base_url())
    }

    /// The person does something, and the sandbox answers with a status and
    /// perhaps JSON.
    async fn control(&self, what: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/customers/{CUSTOMER}/{what}", self.controls());
        let request = self.http.post(url).json(&body);
        let answer = request.send().await.expect("the sandbox");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("text");
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// The person wants something that sends nothing; the sandbox says why.
    pub async fn cannot(&self, what: &str, body: Value) -> String {
        let (status, answer) = self.control(what, body).await;
        assert_eq!(status, 409, "{answer}");
        answer["error"].as_str().expect("a reason").to_owned()
    }

    /// The person does something that is no message: gets or opens one.
    pub async fn does(&self, what: &str, body: Value) {
        let (status, answer) = self.control(what, body).await;
        assert_eq!(status, 204, "{what}: {answer}");
    }

    /// The person sends something, and it arrives as one `customer-message`
    /// event: its typed `message`. What every message of this customer
    /// contains is checked here.
    pub async fn answers(&self, what: &str, body: Value) -> Value {
        let (status, answer) = self.control(what, body).await;
        assert_eq!(status, 201, "{what}: {answer}");
        let mut events = self.events("customer_message").await;
        assert_eq!(events.len(), 1, "{events:?}");
        let mut event = events.remove(0);
        let mut message = event["message"].take();

        assert_eq!(event["event-id"], answer["id"]);
        assert_eq!(message["id"], answer["id"]);
        let sandbox = &self.scene.sandbox;
        assert_eq!(event["business-account-id"], sandbox.business_account_id());
        assert_eq!(
            event["metadata"],
            json!({
                "display-phone-number": sandbox.display_phone_number(),
                "phone-number-id": sandbox.phone_number_id(),
            })
        );
        let user_id = sandbox.customer(CUSTOMER).user_id().expect("a user id");
        assert_eq!(
            event["contacts"],
            json!([{"wa-id": CUSTOMER, "user-id": user_id, "profile-name": NAME}])
        );
        assert_eq!(message["from"], CUSTOMER);
        assert_eq!(message["from-user-id"], json!(user_id));
        assert_eq!(message["errors"], json!([]));
        let sent = self.telephone().await["sent"].take();
        let sent = sent.as_array().and_then(|sent| sent.last()).expect("it");
        assert_eq!(message["timestamp"], sent["at"]);

        let payload: Value =
            serde_json::from_str(event["payload"].as_str().expect("text")).expect("JSON");
        let told = &payload["messages"][0];
        assert_eq!(told["id"], message["id"]);
        assert_eq!(told["type"], message["message-type"]);
        message.as_object_mut().expect("a record").remove("errors");
        message
    }

    /// Hands every waiting notification to `processWebhook`, and returns the
    /// typed events of this name.
    pub async fn events(&self, name: &str) -> Vec<Value> {
        for notification in self.scene.sandbox.take_notifications() {
            let request = json!({
                "whatsAppNotification": notification.text(),
                "signature": notification.signature(),
            });
            self.call("processWebhook", request).await;
        }
        let events = self.scene.events.take().into_iter();
        events
            .filter(|event| event.name == name)
            .map(|event| typed::json(event.value().expect("typed records are wanted")))
            .collect()
    }

    /// The typed `context` of an answer to this message of the business.
    pub fn context(&self, message: &Value) -> Value {
        json!({
            "message-id": message["id"],
            "from": self.scene.sandbox.display_phone_number(),
            "forwarded": false,
            "frequently-forwarded": false,
        })
    }
}
