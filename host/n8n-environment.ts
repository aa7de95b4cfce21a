import { LOCAL_ADDRESS } from './port';

export interface N8nSettings {
	/** n8n keeps everything it writes in `.n8n` in this folder. */
	readonly userFolder: string;
	readonly port: number;
	/** Port for the process that runs Code nodes; n8n's own default, 5679, would meet another n8n on this machine. */
	readonly taskBrokerPort: number;
	/**
	 * Makes an isolate for expressions only where one is evaluated, and keeps what was compiled: with these, n8n answers
	 * several times as many webhooks a second. True unless told otherwise.
	 */
	readonly lazyExpressions?: boolean;
	/** Modules of Node that Code nodes may load; none unless told otherwise. */
	readonly codeModules?: readonly string[];
	/** Further variables, such as those of queue mode; where they say something else, they win. */
	readonly variables?: Readonly<Record<string, string>>;
}

/** What a program needs of the person's environment. */
const INHERITED = [
	...['PATH', 'Path', 'HOME', 'USERPROFILE', 'SystemRoot', 'ComSpec', 'APPDATA', 'LOCALAPPDATA'],
	...['TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL'],
];

/**
 * The whole environment for n8n. Only a few names are taken from `inherited`: what a person has set for an n8n of their
 * own (a database, an encryption key, a hook) must reach neither this one nor, through it, their data.
 */
export function n8nEnvironment(
	settings: N8nSettings,
	inherited: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
	const lazy = String(settings.lazyExpressions ?? true);
	const kept = INHERITED.flatMap((name) => {
		const value = inherited[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(kept),
		N8N_USER_FOLDER: settings.userFolder,
		N8N_PORT: String(settings.port),
		N8N_LISTEN_ADDRESS: LOCAL_ADDRESS,
		N8N_RUNNERS_BROKER_PORT: String(settings.taskBrokerPort),
		// Plain HTTP on the loopback address.
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		...(settings.codeModules && { NODE_FUNCTION_ALLOW_BUILTIN: settings.codeModules.join(',') }),
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: lazy,
		N8N_EXPRESSION_ENGINE_COMPILE_CACHE: lazy,
		...settings.variables,
	};
}
