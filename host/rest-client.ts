import axios, { type AxiosInstance } from 'axios';
import { Failure } from './failure';

/** The person who owns the n8n: it has one from its first start, and asks for the login ever after. */
export interface Owner {
	readonly email: string;
	/** n8n wants 8 to 64 characters with a digit and a capital letter. */
	readonly password: string;
}

/**
 * n8n's own REST interface, which the canvas uses, signed in as the owner. What it answers with another status than
 * 2xx is a Failure with n8n's message.
 */
export class N8nRest {
	readonly #http: AxiosInstance;
	#cookie: string | undefined;

	/** @param address where n8n answers, without a slash at the end */
	constructor(address: string) {
		this.#http = axios.create({ baseURL: `${address}/rest`, validateStatus: () => true });
	}

	/** Makes the owner when n8n has none yet, else logs in. */
	async signIn(owner: Owner): Promise<void> {
		const settings = await this.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.post('/owner/setup', { ...owner, firstName: 'Shop', lastName: 'Owner' });
		} else {
			await this.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		}
	}

	/** Gives the `data` of the answer. `path` begins with a slash and is below /rest. */
	async get<T>(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<T> {
		return this.#send<T>('GET', path, { params: query });
	}

	/** Gives the `data` of the answer. */
	async post<T>(path: string, body: unknown): Promise<T> {
		return this.#send<T>('POST', path, { data: body });
	}

	async #send<T>(method: 'GET' | 'POST', path: string, what: object): Promise<T> {
		const answer = await this.#http.request<{ data: T; message?: string }>({
			method,
			url: path,
			headers: this.#cookie === undefined ? {} : { cookie: this.#cookie },
			...what,
		});
		if (answer.status < 200 || answer.status > 299) {
			throw new Failure(
				`n8n answered ${answer.status} to ${method} /rest${path}: ${answer.data.message ?? 'no message'}`,
				answer.status === 401 ? 'sign in first' : "see n8n's log",
			);
		}
		const session = answer.headers['set-cookie']?.find((cookie) => cookie.startsWith('n8n-auth='));
		if (session !== undefined) this.#cookie = session.split(';')[0];
		return answer.data.data;
	}
}
