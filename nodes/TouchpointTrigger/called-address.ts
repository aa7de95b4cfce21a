/**
 * Gives the address that the sender called, without query. `production` is the trigger's address as n8n knows it, and
 * `path` the path that reached n8n. While the editor listens for a test event the two differ in one part
 * (`/webhook-test/` for `/webhook/`), and a proxy may have taken a prefix off the path on its way.
 */
export function calledAddress(production: string, path: string): string {
	const [, endpoint, ...rest] = path.split('/');
	const tail = `/${rest.join('/')}`;
	if (!endpoint || !production.endsWith(tail)) return production;
	const base = production.slice(0, -tail.length);
	return `${base.slice(0, base.lastIndexOf('/'))}/${endpoint}${tail}`;
}
