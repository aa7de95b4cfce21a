import type { Refusal } from './source';

/** Gives the refusal (401) of a request that does not show who sent it. The reason holds no secret and no personal data. */
export function refuse(code: Refusal['code'], reason: string): Refusal {
	return { status: 401, code, reason };
}
