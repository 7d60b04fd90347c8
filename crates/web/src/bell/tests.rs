//! The stream as a reader gets it, without a socket.

use http_body_util::BodyExt as _;

use super::*;

#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
enum Change {
    Order(u64),
    Settings,
}

fn bell() -> Arc<Bell<Change>> {
    Arc::new(Bell::new("1.2.3"))
}

fn id(text: &str) -> HeaderValue {
    text.parse().unwrap()
}

/// The next event, or `None` at the end.
async fn next(response: &mut Response) -> Option<String> {
    let frame = response.body_mut().frame().await?;
    let bytes = frame.unwrap().into_data().unwrap();
    Some(String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn a_stream_begins_with_the_run_and_the_version() {
    let bell = bell();
    bell.ring(Change::Settings);
    let mut stream = bell.stream(None);
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert_eq!(stream.headers()["x-content-type-options"], "nosniff");
    let hello = next(&mut stream).await.unwrap();
    let boot = bell.boot();
    assert!(hello.contains("event: hello\n"), "{hello}");
    assert!(hello.contains("retry: 1000\n"), "{hello}");
    assert!(hello.contains(&format!("id: {boot}.1\n")), "{hello}");
    assert!(hello.contains("\"version\":\"1.2.3\""), "{hello}");
}

#[tokio::test]
async fn changes_that_come_together_are_told_together_and_once() {
    let bell = bell();
    let mut stream = bell.stream(None);
    next(&mut stream).await;
    for order in 0..1000 {
        bell.ring(Change::Order(order % 2));
    }
    let news = next(&mut stream).await.unwrap();
    assert!(
        news.contains("{\"seq\":1000,\"changed\":[{\"order\":0},{\"order\":1}]}"),
        "{news}"
    );
    bell.ring(Change::Settings);
    let news = next(&mut stream).await.unwrap();
    assert!(
        news.contains("{\"seq\":1001,\"changed\":[\"settings\"]}"),
        "{news}"
    );
}

#[tokio::test]
async fn a_reader_that_comes_back_is_told_what_it_missed() {
    let bell = bell();
    bell.ring(Change::Order(1));
    let boot = bell.boot();
    bell.ring(Change::Order(2));
    let mut stream = bell.stream(Some(&id(&format!("{boot}.1"))));
    next(&mut stream).await;
    let news = next(&mut stream).await.unwrap();
    assert!(
        news.contains("{\"seq\":2,\"changed\":[{\"order\":2}]}"),
        "{news}"
    );
}

#[tokio::test]
async fn a_reader_that_is_too_far_behind_reads_everything_again() {
    let bell = bell();
    for order in 0..2000 {
        bell.ring(Change::Order(order));
    }
    let mut stream = bell.stream(Some(&id(&format!("{}.1", bell.boot()))));
    next(&mut stream).await;
    let news = next(&mut stream).await.unwrap();
    assert!(news.contains("{\"seq\":2000,\"all\":true}"), "{news}");
}

#[tokio::test]
async fn an_id_of_another_run_or_of_nobody_starts_from_now() {
    let bell = bell();
    bell.ring(Change::Settings);
    for foreign in [
        "b7.0",
        "",
        ".",
        "b7",
        "b7.-1",
        &format!("{}.x", bell.boot()),
    ] {
        let mut stream = bell.stream(Some(&id(foreign)));
        let hello = next(&mut stream).await.unwrap();
        assert!(
            hello.contains(&format!("id: {}.1\n", bell.boot())),
            "{hello}"
        );
        bell.ring(Change::Settings);
        let news = next(&mut stream).await.unwrap();
        assert!(news.contains("changed\":[\"settings\"]"), "{news}");
        bell.restart();
        bell.ring(Change::Settings);
    }
}

#[tokio::test]
async fn after_a_restart_the_page_is_greeted_by_another_run() {
    let bell = bell();
    let mut stream = bell.stream(None);
    next(&mut stream).await;
    let before = bell.boot();
    bell.restart();
    assert_ne!(bell.boot(), before);
    let hello = next(&mut stream).await.unwrap();
    assert!(hello.contains("event: hello"), "{hello}");
    assert!(hello.contains(&bell.boot()), "{hello}");
}

#[tokio::test]
async fn no_more_than_the_maximum_of_streams_is_open() {
    let bell = bell();
    let mut open: Vec<Response> = (0..MAXIMUM_STREAMS).map(|_| bell.stream(None)).collect();
    let refused = bell.stream(None);
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.headers()[RETRY_AFTER], "5");
    open.pop();
    assert_eq!(bell.stream(None).status(), 200);
}

#[tokio::test]
async fn closing_ends_every_stream_and_those_that_are_opened_later() {
    let bell = bell();
    let mut stream = bell.stream(None);
    next(&mut stream).await;
    bell.close();
    assert_eq!(next(&mut stream).await, None);
    assert_eq!(next(&mut bell.stream(None)).await, None);
}
