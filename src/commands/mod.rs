//! What the component exports: one function for each command.

mod block_customer;
mod business_profile;
mod client;
mod create_chat_link;
mod create_template;
mod delete_media;
mod delete_template;
mod download_media;
mod get_media;
mod get_message_status;
mod list_templates;
mod mark_message_read;
mod number_registration;
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
mod webhook_subscription;

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
    business_profile::get_business_profile(GetBusinessProfileRequest) -> BusinessProfile;
    business_profile::update_business_profile(UpdateBusinessProfileRequest) -> BusinessProfileUpdated;
    number_registration::request_verification_code(RequestVerificationCodeRequest) -> VerificationCodeRequested;
    number_registration::verify_code(VerifyCodeRequest) -> CodeVerified;
    number_registration::register_number(RegisterNumberRequest) -> NumberRegistered;
    number_registration::deregister_number(DeregisterNumberRequest) -> NumberDeregistered;
    webhook_subscription::subscribe_webhook(SubscribeWebhookRequest) -> WebhookSubscribed;
    webhook_subscription::unsubscribe_webhook(UnsubscribeWebhookRequest) -> WebhookUnsubscribed;
    get_message_status::get_message_status(GetMessageStatusRequest) -> MessageHistory;
    block_customer::block_customer(BlockCustomerRequest) -> CustomerBlocked;
    block_customer::unblock_customer(UnblockCustomerRequest) -> CustomerUnblocked;
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
