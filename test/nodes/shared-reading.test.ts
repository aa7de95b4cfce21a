import { sharedReading } from '../../nodes/TouchpointTrigger/shared-reading';

/** A reading that ends when the test says so. */
function heldReading() {
	let answer: (value: string) => void = () => undefined;
	let fail: (error: Error) => void = () => undefined;
	const held = new Promise<string>((resolve, reject) => {
		answer = resolve;
		fail = reject;
	});
	return { read: jest.fn(async () => await held), answer, fail };
}

test('readings of one key that are asked for at once are one', async () => {
	const { read, answer } = heldReading();
	const readings = [sharedReading('key', read), sharedReading('key', read)];
	answer('secret');
	await expect(Promise.all(readings)).resolves.toEqual(['secret', 'secret']);
	expect(read).toHaveBeenCalledTimes(1);
});

test('nothing is kept of a reading that has ended', async () => {
	const secrets = ['old', 'new'];
	const read = async () => await Promise.resolve(secrets.shift() ?? '');
	await expect(sharedReading('key', read)).resolves.toBe('old');
	await expect(sharedReading('key', read)).resolves.toBe('new');
});

test('different keys are read each for itself', async () => {
	const [one, other] = [heldReading(), heldReading()];
	const readings = [sharedReading('one', one.read), sharedReading('other', other.read)];
	one.answer('1');
	other.answer('2');
	await expect(Promise.all(readings)).resolves.toEqual(['1', '2']);
});

test('a reading that fails does so for all who share it, and is tried again', async () => {
	const { read, fail } = heldReading();
	const readings = [sharedReading('key', read), sharedReading('key', read)];
	fail(new Error('no such credential'));
	const outcomes = await Promise.allSettled(readings);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	await expect(sharedReading('key', async () => await Promise.resolve('there'))).resolves.toBe(
		'there',
	);
});
