//! What the component exports: one function for each command.

mod client;
mod create_chat_link;
mod create_template;
mod delete_media;
mod delete_template;
mod download_media;
mod get_media;
mod list_templates;
mod mark_message_read;
mod process_webhook;
mod render_template;
mod send_message_reaction;
mod send_message_shorthand;
mod send_message_text_template;
mod senders;
mod test_connection;
mod update_template;
mod upload_media;
mod upload_template_sample;

use crate::bindings::exports::uip::whatsapp::commands as contract;

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
    send_message_text_template::send_message_text_template(TemplateMessage) -> TemplateMessageSent;
    send_message_reaction::send_message_reaction(ReactionMessage) -> MessageSent;
    senders::send_message_media(MediaMessage) -> MessageSent;
    senders::send_message_location(LocationMessage) -> MessageSent;
    senders::send_message_contacts(ContactsMessage) -> MessageSent;
    senders::send_message_buttons(ButtonsMessage) -> MessageSent;
    senders::send_message_list(ListMessage) -> MessageSent;
    senders::send_message_link(LinkMessage) -> MessageSent;
    senders::send_message_flow(FlowMessage) -> MessageSent;
    senders::send_message_location_request(LocationRequestMessage) -> MessageSent;
    senders::send_message_carousel(CarouselMessage) -> MessageSent;
    senders::send_message_products(ProductsMessage) -> MessageSent;
    senders::send_message_contact_request(ContactRequestMessage) -> MessageSent;
    senders::send_message_raw(RawMessage) -> MessageSent;
    mark_message_read::mark_message_read(MarkMessageReadRequest) -> MessageRead;
    send_message_shorthand::send_message_shorthand(ShorthandMessage) -> MessageSent;
    create_chat_link::create_chat_link(CreateChatLinkRequest) -> ChatLinkCreated;
    test_connection::test_connection(TestConnectionRequest) -> ConnectionTested;
    upload_media::upload_media(UploadMediaRequest) -> MediaUploaded;
    get_media::get_media(GetMediaRequest) -> MediaDescription;
    download_media::download_media(DownloadMediaRequest) -> MediaDownloaded;
    delete_media::delete_media(DeleteMediaRequest) -> MediaDeleted;
    list_templates::list_templates(ListTemplatesRequest) -> TemplatesListed;
    render_template::render_template(RenderTemplateRequest) -> TemplateRendered;
    create_template::create_template(CreateTemplateRequest) -> TemplateCreated;
    update_template::update_template(UpdateTemplateRequest) -> TemplateUpdated;
    delete_template::delete_template(DeleteTemplateRequest) -> TemplateDeleted;
    upload_template_sample::upload_template_sample(UploadTemplateSampleRequest) -> TemplateSampleUploaded;
    process_webhook::process_webhook(ProcessWebhookRequest) -> WebhookProcessed;
}
