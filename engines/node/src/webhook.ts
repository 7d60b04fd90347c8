import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { commands } from '#whatsapp';
import { failureOf } from './failure.js';

if (!process.env.WHATSAPP_APP_SECRET) {
  console.error('WHATSAPP_APP_SECRET is not set: without it anybody could send notifications');
  process.exit(2);
}

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET') {
    const known = searchParams.get('hub.verify_token') === process.env.WHATSAPP_VERIFY_TOKEN;
    response.writeHead(known ? 200 : 403).end(known ? searchParams.get('hub.challenge') : undefined);
  } else {
    response.writeHead(await handle(request)).end();
  }
});

/** The HTTP status says whether WhatsApp shall send the notification again. */
async function handle(request: IncomingMessage): Promise<number> {
  const whatsAppNotification = await text(request);
  const signature = request.headers['x-hub-signature-256'] as string | undefined;
  try {
    commands.processWebhook({ whatsAppNotification, signature });
    return 200;
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure === undefined || failure.tag === 'execution-failed') return 500;
    console.error(`${failure.tag} ${failure.val.code}: ${failure.val.error}`);
    if (failure.val.code === 'invalid-signature') return 401;
    return failure.tag === 'temporary-failure' ? 503 : 400;
  }
}

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.error(`ready: http://127.0.0.1:${address.port}`);
});
