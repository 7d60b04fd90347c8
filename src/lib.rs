//! WhatsApp for workflow engines: the adapter component.
//!
//! This file wires the commands that the component exports to the files that
//! carry them out. What an engine sees is described in `wit/`.

pub mod bindings;
mod clock;
pub mod cloud_api;
pub mod commands;
pub mod configuration;
pub mod failure;
pub mod json;
pub mod transport;
pub mod webhook;

use bindings::exports::uip::whatsapp::commands::{
    ButtonsMessage, ChatLinkCreated, CommandError, ConnectionTested, ContactsMessage,
    CreateChatLinkRequest, DeleteMediaRequest, DownloadMediaRequest, FlowMessage, GetMediaRequest,
    Guest, LinkMessage, ListMessage, ListTemplatesRequest, LocationMessage, LocationRequestMessage,
    MarkMessageReadRequest, MediaDeleted, MediaDescription, MediaDownloaded, MediaMessage,
    MediaUploaded, MessageRead, MessageSent, ProcessWebhookRequest, RawMessage,
    RenderTemplateRequest, SendMessageReactionRequest, SendMessageShorthandRequest,
    SendMessageTextRequest, SendMessageTextTemplateRequest, TemplateRendered, TemplatesListed,
    TestConnectionRequest, UploadMediaRequest, WebhookProcessed,
};

struct Adapter;

impl Guest for Adapter {
    fn send_message_text(request: SendMessageTextRequest) -> Result<MessageSent, CommandError> {
        commands::send_message_text(request)
    }

    fn send_message_text_template(
        request: SendMessageTextTemplateRequest,
    ) -> Result<MessageSent, CommandError> {
        commands::send_message_text_template(request)
    }

    fn send_message_reaction(
        request: SendMessageReactionRequest,
    ) -> Result<MessageSent, CommandError> {
        commands::send_message_reaction(request)
    }

    fn send_message_media(request: MediaMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_media(request)
    }

    fn send_message_location(request: LocationMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_location(request)
    }

    fn send_message_contacts(request: ContactsMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_contacts(request)
    }

    fn send_message_buttons(request: ButtonsMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_buttons(request)
    }

    fn send_message_list(request: ListMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_list(request)
    }

    fn send_message_link(request: LinkMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_link(request)
    }

    fn send_message_flow(request: FlowMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_flow(request)
    }

    fn send_message_location_request(
        request: LocationRequestMessage,
    ) -> Result<MessageSent, CommandError> {
        commands::send_message_location_request(request)
    }

    fn send_message_raw(request: RawMessage) -> Result<MessageSent, CommandError> {
        commands::send_message_raw(request)
    }

    fn mark_message_read(request: MarkMessageReadRequest) -> Result<MessageRead, CommandError> {
        commands::mark_message_read(request)
    }

    fn send_message_shorthand(
        request: SendMessageShorthandRequest,
    ) -> Result<MessageSent, CommandError> {
        commands::send_message_shorthand(request)
    }

    fn create_chat_link(request: CreateChatLinkRequest) -> Result<ChatLinkCreated, CommandError> {
        commands::create_chat_link(request)
    }

    fn test_connection(request: TestConnectionRequest) -> Result<ConnectionTested, CommandError> {
        commands::test_connection(request)
    }

    fn upload_media(request: UploadMediaRequest) -> Result<MediaUploaded, CommandError> {
        commands::upload_media(request)
    }

    fn get_media(request: GetMediaRequest) -> Result<MediaDescription, CommandError> {
        commands::get_media(request)
    }

    fn download_media(request: DownloadMediaRequest) -> Result<MediaDownloaded, CommandError> {
        commands::download_media(request)
    }

    fn delete_media(request: DeleteMediaRequest) -> Result<MediaDeleted, CommandError> {
        commands::delete_media(request)
    }

    fn list_templates(request: ListTemplatesRequest) -> Result<TemplatesListed, CommandError> {
        commands::list_templates(request)
    }

    fn render_template(request: RenderTemplateRequest) -> Result<TemplateRendered, CommandError> {
        commands::render_template(request)
    }

    fn process_webhook(request: ProcessWebhookRequest) -> Result<WebhookProcessed, CommandError> {
        commands::process_webhook(&request)
    }
}

#[cfg(target_family = "wasm")]
bindings::export!(Adapter with_types_in bindings);
