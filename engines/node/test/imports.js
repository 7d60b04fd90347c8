// The adapter's imports, for a bench or a list of cases: with
// `--conditions=test` it gets these instead of the example's.

export const now = {
  /** The adapter's properties. */
  properties: {},
  /** Takes an event. */
  take: (_name, _event) => {},
};

export const get = () => now.properties;
export const customerMessage = (event) => now.take('customer_message', event);
export const statusChanged = (event) => now.take('status_changed', event);
export const webhookNotification = (event) => now.take('webhook_notification', event);
