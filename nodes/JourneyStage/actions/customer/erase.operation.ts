import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { chosenCustomer, firstKnown } from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import { isoTime } from '../../../shared/iso-time';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';

const show = { resource: ['customer'], operation: ['erase'] };

export const description: INodeProperties[] = [
	...customerFields(show),
	{
		displayName:
			"This cannot be undone. Everything in the journey store about the customer goes, and what waits for the customer ends. n8n's own list of executions may still show items of the customer: delete those in n8n.",
		name: 'eraseNotice',
		type: 'notice',
		default: '',
		displayOptions: { show },
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, erase);

async function erase({ fields, item }: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const now = Date.now();
	const chosen = chosenCustomer(fields, item.json);
	const erasure = await firstKnown(chosen, async (who) => await store.eraseCustomer(who, now));
	if (!erasure) return [{ output: 0, json: { found: false } }];
	const { erasedAt, erased, endedWaits, keptRedeemedCodes } = erasure;
	const json = {
		found: true,
		erasedAt: isoTime(erasedAt),
		erased: { ...erased },
		endedWaits,
		keptRedeemedCodes,
	};
	return [{ output: 0, json }];
}
