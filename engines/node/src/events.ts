import type {
  CustomerMessageEvent,
  StatusChangedEvent,
  WebhookNotificationEvent,
} from '#whatsapp/events';

/** Typed fields are for code… */
export function customerMessage(event: CustomerMessageEvent): void {
  const { content } = event.message;
  const name = event.contacts[0]?.profileName ?? 'A customer';
  console.error(content.tag === 'text' ? `${name}: ${content.val}` : `${name} sent a ${content.tag}`);
  print('customer_message', event);
}

export function statusChanged(event: StatusChangedEvent): void {
  print('status_changed', event);
}

export function webhookNotification(event: WebhookNotificationEvent): void {
  print('webhook_notification', event);
}

/** …and the payload, which is all that WhatsApp sent, is for flows. */
function print(event: string, { eventId, payload }: { eventId: string; payload: string }): void {
  console.log(JSON.stringify({ event, eventId, properties: JSON.parse(payload) }));
}
