import { N8nRest } from '../../host/rest-client';
import { startStandIn, stopStandIns, type Answered, type Asked } from './stand-in';

afterEach(stopStandIns);

const OWNER = { email: 'owner@customer-journey.example', password: 'Journey-1-example' };

async function signIn(isFirstStart: boolean) {
	const n8n = await startStandIn(({ url }: Asked): Answered => {
		if (url.pathname === '/rest/settings') {
			return { body: { data: { userManagement: { showSetupOnFirstLoad: isFirstStart } } } };
		}
		return { cookie: 'n8n-auth=token; Max-Age=60; HttpOnly', body: { data: { id: 'owner' } } };
	});
	const rest = new N8nRest(n8n.address);
	await rest.signIn(OWNER);
	await rest.get('/workflows');
	return n8n.asked;
}

describe("n8n's REST interface", () => {
	it('makes the owner on the first start, and is signed in from then on', async () => {
		const asked = await signIn(true);

		expect(asked[1]).toMatchObject({ method: 'POST', body: { ...OWNER, firstName: 'Shop' } });
		expect(asked[1]?.url.pathname).toBe('/rest/owner/setup');
		expect(asked[2]?.cookie).toBe('n8n-auth=token');
	});

	it('logs in on later starts', async () => {
		const asked = await signIn(false);

		expect(asked[1]?.url.pathname).toBe('/rest/login');
		expect(asked[1]?.body).toEqual({
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
		expect(asked[2]?.cookie).toBe('n8n-auth=token');
	});

	it('turns a refusal into a failure with what n8n says and nothing of what was sent', async () => {
		const n8n = await startStandIn(() => ({ status: 400, body: { message: 'No such thing' } }));
		const refused = new N8nRest(n8n.address).post('/login', { password: 'Journey-1-example' });

		await expect(refused).rejects.toMatchObject({
			message: 'n8n answered 400 to POST /rest/login: No such thing',
			detail: '',
		});
	});
});
