import type { AdapterProperties } from '#whatsapp/properties';

/** The adapter's configuration. It is asked for at the start of every command. */
export function get(): AdapterProperties {
  const { env } = process;
  return {
    authenticationToken: env.WHATSAPP_AUTHENTICATION_TOKEN ?? '',
    apiVersion: env.WHATSAPP_API_VERSION ?? 'v25.0',
    phoneNumberId: env.WHATSAPP_PHONE_NUMBER_ID ?? '',
    appSecret: env.WHATSAPP_APP_SECRET,
    apiBaseUrl: env.WHATSAPP_API_BASE_URL,
  };
}
