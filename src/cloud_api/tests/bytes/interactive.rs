//! Messages to tap on.

use super::{sent, some};
use crate::bindings::uip::whatsapp::outgoing::{
    ButtonsMessage, Document, FlowAction, FlowMessage, FlowMode, LinkMessage, ListMessage, ListRow,
    ListSection, MediaSource, MessageHeader, ReplyButton,
};
use crate::cloud_api::{Content, Interactive};

#[test]
fn buttons_and_a_list() {
    let button = |id: &str, title: &str| ReplyButton {
        id: id.to_owned(),
        title: title.to_owned(),
    };
    let buttons = Interactive::buttons(ButtonsMessage {
        phone_number: String::new(),
        body: "Does 19:30 suit you?".to_owned(),
        buttons: vec![button("keep", "Yes"), button("change", "No")],
        header: Some(MessageHeader::Document(Document {
            source: MediaSource::Id("42".to_owned()),
            filename: some("menu.pdf"),
        })),
        footer: some("Open from 7"),
        direct_send: None,
        reply_to: None,
        callback_data: None,
    });
    assert_eq!(
        sent(Content::Interactive(buttons.unwrap())),
        concat!(
            r#""type":"interactive","interactive":{"type":"button","header":{"type":"document","#,
            r#""document":{"id":"42","filename":"menu.pdf"}},"#,
            r#""body":{"text":"Does 19:30 suit you?"},"footer":{"text":"Open from 7"},"#,
            r#""action":{"buttons":[{"type":"reply","reply":{"id":"keep","title":"Yes"}},"#,
            r#"{"type":"reply","reply":{"id":"change","title":"No"}}]}}}"#
        )
    );
    let row = |id: &str, description| ListRow {
        id: id.to_owned(),
        title: "Rye".to_owned(),
        description,
    };
    let section = |title, rows| ListSection { title, rows };
    let list = |sections| {
        let list = Interactive::list(ListMessage {
            phone_number: String::new(),
            body: "Which bread?".to_owned(),
            button_text: "Choose".to_owned(),
            sections,
            header: some("Bread"),
            footer: None,
            reply_to: None,
            callback_data: None,
        });
        sent(Content::Interactive(list.unwrap()))
    };
    assert_eq!(
        list(vec![
            section(some("Dark"), vec![row("1", some("With caraway"))]),
            section(some("Light"), vec![row("2", None), row("3", None)]),
        ]),
        concat!(
            r#""type":"interactive","interactive":{"type":"list","#,
            r#""header":{"type":"text","text":"Bread"},"body":{"text":"Which bread?"},"#,
            r#""action":{"button":"Choose","sections":[{"title":"Dark","rows":["#,
            r#"{"id":"1","title":"Rye","description":"With caraway"}]},{"title":"Light","rows":["#,
            r#"{"id":"2","title":"Rye"},{"id":"3","title":"Rye"}]}]}}}"#
        )
    );
    assert_eq!(
        list(vec![section(None, vec![row("1", None)])]),
        concat!(
            r#""type":"interactive","interactive":{"type":"list","#,
            r#""header":{"type":"text","text":"Bread"},"body":{"text":"Which bread?"},"#,
            r#""action":{"button":"Choose","sections":[{"rows":[{"id":"1","title":"Rye"}]}]}}}"#
        )
    );
}

#[test]
fn a_link_and_a_request_for_a_place() {
    for (header, expected) in [
        (
            MessageHeader::Image(MediaSource::Link("https://a.example/x".to_owned())),
            r#"{"type":"image","image":{"link":"https://a.example/x"}}"#,
        ),
        (
            MessageHeader::Video(MediaSource::Id("42".to_owned())),
            r#"{"type":"video","video":{"id":"42"}}"#,
        ),
    ] {
        let link = Interactive::link(LinkMessage {
            phone_number: String::new(),
            body: "Choose a day.".to_owned(),
            button_text: "See days".to_owned(),
            url: " https://a.example/days ".to_owned(),
            header: Some(header),
            footer: None,
            direct_send: None,
            reply_to: None,
            callback_data: None,
        });
        assert_eq!(
            sent(Content::Interactive(link.unwrap())),
            format!(
                concat!(
                    r#""type":"interactive","interactive":{{"type":"cta_url","header":{},"#,
                    r#""body":{{"text":"Choose a day."}},"action":{{"name":"cta_url","#,
                    r#""parameters":{{"display_text":"See days","#,
                    r#""url":"https://a.example/days"}}}}}}}}"#
                ),
                expected
            )
        );
    }
    let request = Interactive::location_request("Where?".to_owned()).unwrap();
    assert_eq!(
        sent(Content::Interactive(request)),
        concat!(
            r#""type":"interactive","interactive":{"type":"location_request_message","#,
            r#""body":{"text":"Where?"},"action":{"name":"send_location"}}}"#
        )
    );
}

#[test]
fn a_form() {
    let flow = |flow: FlowMessage| {
        let rest = sent(Content::Interactive(Interactive::flow(flow).unwrap()));
        let before = concat!(
            r#""type":"interactive","interactive":{"type":"flow","body":{"text":"What?"},"#,
            r#""action":{"name":"flow","parameters":{"flow_message_version":"3","#
        );
        let rest = rest.strip_prefix(before);
        rest.unwrap().to_owned()
    };
    let named = FlowMessage {
        phone_number: String::new(),
        body: "What?".to_owned(),
        button_text: "Order".to_owned(),
        flow_id: None,
        flow_name: some("order"),
        flow_token: some("t"),
        action: Some(FlowAction::Navigate),
        screen: some("FIRST"),
        data: some(" {\"n\": 1.50e+3,\"s\":\"\\u00e4\\/\"} "),
        mode: Some(FlowMode::Draft),
        header: None,
        footer: None,
        reply_to: None,
        callback_data: None,
    };
    assert_eq!(
        flow(named.clone()),
        concat!(
            r#""flow_name":"order","flow_token":"t","flow_cta":"Order","flow_action":"navigate","#,
            r#""mode":"draft","flow_action_payload":{"screen":"FIRST","#,
            r#""data":{"n": 1.50e+3,"s":"\u00e4\/"}}}}}}"#
        )
    );
    assert_eq!(
        flow(FlowMessage {
            screen: None,
            action: None,
            mode: Some(FlowMode::Published),
            ..named.clone()
        }),
        concat!(
            r#""flow_name":"order","flow_token":"t","flow_cta":"Order","mode":"published","#,
            r#""flow_action_payload":{"data":{"n": 1.50e+3,"s":"\u00e4\/"}}}}}}"#
        )
    );
    assert_eq!(
        flow(FlowMessage {
            flow_id: some("4"),
            flow_name: None,
            flow_token: None,
            action: Some(FlowAction::DataExchange),
            mode: None,
            screen: None,
            data: None,
            ..named
        }),
        concat!(
            r#""flow_id":"4","flow_token":"unused","flow_cta":"Order","#,
            r#""flow_action":"data_exchange"}}}}"#
        )
    );
}
