//! Properties that can never work are found before the first message: by
//! `uip check`, and by `uip serve` when it starts.

use uip_sandbox::Sandbox;

use super::server::Site;

/// A property with a value within its limits, which no command can use.
const WRONG: &[(&str, &str)] = &[
    ("apiBaseUrl", "https://graph.facebook.com/v25.0"),
    ("apiVersion", "25.0"),
    ("phoneNumberId", "+393331234567"),
    ("authenticationToken", "Bearer EAAGxxxxxxxxxxxxxxxxxxxx"),
    ("defaultCountryCode", "IT"),
    ("businessAccountId", "my-bakery"),
    ("appSecret", "0123456789abcdef0123456789abcdef"),
];

async fn site(properties: &[(&str, &str)]) -> (Sandbox, Site) {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/");
    for (name, value) in properties {
        site.set_property(name, value);
    }
    (sandbox, site)
}

#[tokio::test]
async fn each_property_that_cannot_work_is_named_by_the_check_and_keeps_the_server_from_starting() {
    for wrong in WRONG {
        let (sandbox, site) = site(&[*wrong]).await;
        let checked = site.check();
        let said = String::from_utf8_lossy(&checked.stderr);
        assert_eq!(checked.status.code(), Some(2), "{wrong:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{wrong:?}: {said}");
        assert!(said.starts_with("error: whatsapp: "), "{said}");
        assert!(said.contains(wrong.0), "{wrong:?}: {said}");
        assert!(!said.contains("EAAG"), "{said}");

        let (code, said) = site.serve_in_vain(true);
        assert_eq!(code, Some(2), "{wrong:?}: {said}");
        assert!(
            said.starts_with("error: adapters.whatsapp.properties: ") && said.contains(wrong.0),
            "{wrong:?}: {said}"
        );
        assert_eq!(sandbox.requests().len(), 0, "{wrong:?}");
    }
}

#[tokio::test]
async fn all_properties_that_cannot_work_are_named_at_once() {
    let (_sandbox, site) = site(WRONG).await;
    let said = site.check();
    let said = String::from_utf8_lossy(&said.stderr);
    for (name, _) in WRONG {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert_eq!(said.matches("Nothing was sent").count(), 1, "{said}");
}

#[tokio::test]
async fn properties_that_can_work_pass_without_a_request() {
    let (sandbox, site) = site(&[("businessAccountId", "500000000000005")]).await;
    let checked = site.check();
    assert!(checked.status.success(), "{checked:?}");
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(
        said.contains("finds nothing wrong with the properties"),
        "{said}"
    );
    assert_eq!(sandbox.requests().len(), 0);
}

#[tokio::test]
async fn a_host_that_is_not_allowed_is_found_too() {
    let (_sandbox, site) = site(&[]).await;
    site.change(
        "manifest =",
        "allowedHosts = [\"other.example\"]\nmanifest =",
    );
    let checked = site.check();
    let said = String::from_utf8_lossy(&checked.stderr);
    assert_eq!(checked.status.code(), Some(2), "{said}");
    assert!(said.contains("allowed outgoing hosts"), "{said}");
}
