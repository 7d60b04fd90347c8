//! What the component exports: one function for each command.

mod client;
mod create_chat_link;
mod delivery;
mod download_media;
mod interactive;
mod mark_message_read;
mod media;
mod message_status;
mod process_webhook;
mod senders;
mod templates;
mod test_connection;

use crate::bindings::exports::uip::whatsapp_twilio::commands as contract;

/// The adapter.
pub struct Adapter;

/// Exports each `module::command(Request) -> Answer`.
macro_rules! export {
    ($($module:ident::$command:ident($request:ident) -> $answer:ident;)*) => {
        impl contract::Guest for Adapter {$(
            fn $command(
                request: contract::$request,
            ) -> Result<contract::$answer, contract::CommandError> {
                $module::$command(request)
            }
        )*}
    };
}

export! {
    senders::send_message_text(TextMessage) -> MessageSent;
    templates::send_message_text_template(TemplateMessage) -> MessageSent;
    templates::send_message_shorthand(ShorthandMessage) -> MessageSent;
    senders::send_message_media(MediaMessage) -> MessageSent;
    senders::send_message_location(LocationMessage) -> MessageSent;
    interactive::send_message_buttons(ButtonsMessage) -> MessageSent;
    interactive::send_message_list(ListMessage) -> MessageSent;
    interactive::send_message_link(LinkMessage) -> MessageSent;
    senders::send_message_raw(RawMessage) -> MessageSent;
    mark_message_read::mark_message_read(MarkMessageReadRequest) -> MessageRead;
    message_status::get_message_status(GetMessageStatusRequest) -> MessageStatus;
    message_status::cancel_message(CancelMessageRequest) -> MessageStatus;
    create_chat_link::create_chat_link(CreateChatLinkRequest) -> ChatLinkCreated;
    test_connection::test_connection(TestConnectionRequest) -> ConnectionTested;
    media::get_media(GetMediaRequest) -> MediaDescription;
    download_media::download_media(DownloadMediaRequest) -> MediaDownloaded;
    media::delete_media(DeleteMediaRequest) -> MediaDeleted;
    templates::list_templates(ListTemplatesRequest) -> TemplatesListed;
    templates::render_template(RenderTemplateRequest) -> TemplateRendered;
    process_webhook::process_webhook(ProcessWebhookRequest) -> WebhookProcessed;
}
