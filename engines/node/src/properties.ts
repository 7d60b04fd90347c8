import type { AdapterProperties } from '#whatsapp/properties';
import { seconds } from './environment.js';

/** The adapter's configuration. It is asked for at the start of every command. */
export function get(): AdapterProperties {
  const { env } = process;
  return {
    authenticationToken: env.WHATSAPP_AUTHENTICATION_TOKEN ?? '',
    apiVersion: env.WHATSAPP_API_VERSION ?? 'v25.0',
    phoneNumberId: env.WHATSAPP_PHONE_NUMBER_ID ?? '',
    appSecret: env.WHATSAPP_APP_SECRET,
    verifyToken: env.WHATSAPP_VERIFY_TOKEN,
    defaultCountryCode: env.WHATSAPP_DEFAULT_COUNTRY_CODE,
    businessAccountId: env.WHATSAPP_BUSINESS_ACCOUNT_ID,
    appId: env.WHATSAPP_APP_ID,
    templateLanguage: env.WHATSAPP_TEMPLATE_LANGUAGE,
    apiBaseUrl: env.WHATSAPP_API_BASE_URL,
    requestTimeoutSeconds: seconds('WHATSAPP_REQUEST_TIMEOUT_SECONDS'),
    storageEndpoint: env.WHATSAPP_STORAGE_ENDPOINT,
    storageRegion: env.WHATSAPP_STORAGE_REGION,
    storageAccessKeyId: env.WHATSAPP_STORAGE_ACCESS_KEY_ID,
    storageSecretAccessKey: env.WHATSAPP_STORAGE_SECRET_ACCESS_KEY,
  };
}
