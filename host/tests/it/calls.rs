use serde_json::json;

use crate::support::{call, configure, instance, tiny};

#[tokio::test]
async fn a_command_sees_the_properties_and_answers_with_its_fields_beside_the_status() {
    let instance = configure(&tiny())
        .property("greeting", "ciao")
        .property("repeat", 2)
        .property("loud", true)
        .build()
        .unwrap();
    assert_eq!(
        call(&instance, "greet", json!({ "name": "Ada" })).await,
        json!({ "status": "success", "text": "CIAO CIAO, ADA", "accessKeyLength": 16 })
    );
}
