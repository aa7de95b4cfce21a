import { stoppedClock } from './clock';
import type { NodeUnderTest } from './harness';
import { publishWebhook as publish } from './publishing';
import { temporaryStore } from './temporary-store';

const store = temporaryStore();
stoppedClock();

const trigger = (
	parameters: NodeUnderTest['parameters'] = {},
	secret = 'example-app-client-secret',
): NodeUnderTest => ({
	type: 'touchpointTrigger',
	typeVersion: 2,
	parameters: { source: 'shopify', path: 'journey', options: {}, ...parameters },
	credentials: { touchpointSourceApi: { secret }, ...store.credentials },
});

test('a trigger that is set up well can be published', async () => {
	await expect(publish(trigger())).resolves.toBeUndefined();
});

test.each([
	['Signing Secret', trigger({}, '')],
	['Default Phone Country', trigger({ options: { defaultPhoneCountry: 'Greece' } })],
	['Public Address', trigger({ options: { publicAddress: 'hooks.example.com' } })],
	['System Name', trigger({ source: 'generic', sender: 'My CRM' })],
	['Signature Header', trigger({ source: 'generic', signatureHeader: '' })],
	['Signed Text', trigger({ source: 'generic', signedText: '{timestamp}' })],
])('publishing says that %s is wrong', async (field, node) => {
	const problem = await publish({
		...node,
		credentials: { ...node.credentials, ...store.credentials },
	})
		.then(() => null)
		.catch((error: Error) => error);
	// n8n shows nothing but the message here, so the next step is in it.
	expect(problem?.message).toContain(`'${field}'`);
	expect(problem?.message).toMatch(/[^.]\. [A-Z].*\.$/);
});

test('publishing says that the store cannot be opened', async () => {
	const node = trigger();
	const unusable = { ...node.credentials, journeyStoreApi: { path: store.folder } };
	await expect(publish({ ...node, credentials: unusable })).rejects.toThrow(store.folder);
});

test.each(['init', 'leadershipChange'] as const)(
	'when n8n starts or another main takes over (%s), a trigger that cannot work keeps its address, so that senders are told to try again',
	async (activation) => {
		await expect(publish(trigger({}, ''), activation)).resolves.toBeUndefined();
		const node = trigger();
		const unusable = { ...node.credentials, journeyStoreApi: { path: store.folder } };
		await expect(publish({ ...node, credentials: unusable }, activation)).resolves.toBeUndefined();
	},
);
