const EVERY_ADDRESS = ['', '::', '0.0.0.0'];

/**
 * Gives the address at which the n8n of this machine answers a resume URL, for when its public one (WEBHOOK_URL) cannot
 * be reached from inside. Only the last two parts of the path and the query are kept: what stands before them is for
 * the proxy in front.
 */
export function localAddress(resumeUrl: string, environment: NodeJS.ProcessEnv): string {
	const { pathname, search } = new URL(resumeUrl);
	const { N8N_PROTOCOL = 'http', N8N_LISTEN_ADDRESS = '', N8N_PORT = '5678' } = environment;
	const host = EVERY_ADDRESS.includes(N8N_LISTEN_ADDRESS) ? '127.0.0.1' : N8N_LISTEN_ADDRESS;
	const path = pathname.split('/').slice(-2).join('/');
	return `${N8N_PROTOCOL}://${host.includes(':') ? `[${host}]` : host}:${N8N_PORT}/${path}${search}`;
}
