import type { AdapterProperties } from '#whatsapp-twilio/properties';
import { seconds } from './environment.js';

/** The configuration of the adapter for Twilio. It is asked for at the start of every command. */
export function get(): AdapterProperties {
  const { env } = process;
  return {
    accountSid: env.TWILIO_ACCOUNT_SID ?? '',
    authToken: env.TWILIO_AUTH_TOKEN,
    previousAuthToken: env.TWILIO_PREVIOUS_AUTH_TOKEN,
    apiKeySid: env.TWILIO_API_KEY_SID,
    apiKeySecret: env.TWILIO_API_KEY_SECRET,
    from: env.TWILIO_FROM,
    messagingServiceSid: env.TWILIO_MESSAGING_SERVICE_SID,
    defaultCountryCode: env.TWILIO_DEFAULT_COUNTRY_CODE,
    statusCallbackUrl: env.TWILIO_STATUS_CALLBACK_URL,
    webhookUrl: env.TWILIO_WEBHOOK_URL,
    apiBaseUrl: env.TWILIO_API_BASE_URL,
    requestTimeoutSeconds: seconds('TWILIO_REQUEST_TIMEOUT_SECONDS'),
    storageEndpoint: env.TWILIO_STORAGE_ENDPOINT,
    storageRegion: env.TWILIO_STORAGE_REGION,
    storageAccessKeyId: env.TWILIO_STORAGE_ACCESS_KEY_ID,
    storageSecretAccessKey: env.TWILIO_STORAGE_SECRET_ACCESS_KEY,
  };
}
