import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { touchpointSchema } from '../../journey/touchpoint';
import { UnusableEvent } from '../../sources/delivery-errors';
import { parseExactJson } from '../../sources/exact-json';
import { verifyHmac } from '../../sources/hmac';
import { receive } from '../../sources/receive';
import type { HmacRecipe } from '../../sources/source';
import { requestOf } from './requests';
import { SENDERS } from './signed-requests';

/** Field names that the mappers look for, so that random bodies reach into them. */
const NAMES = [
	'type,event,userId,anonymousId,previousId,messageId,traits,properties,context,timestamp,sentAt,originalTimestamp,batch',
	'email,phone,id,customer,customer_id,order_id,token,cart_token,line_items,transactions,refund_line_items,line_item',
	'total_price,currency,tags,email_marketing_consent,state,consent_updated_at,created_at,updated_at,default_address',
	'data,value,amount,products,product_id,quantity,price,consent,experience,metric,raw,scale,attributes,occurredAt',
	'kind,status,discount_codes,fulfillments,page,device,campaign,address,channel,__proto__,constructor,toString',
	'contacts,author,user,conversation_parts,conversation_rating,rating,detail,via,scheduled_event,location,payment,resources',
	'answers,field,fields,ref,label,key,options,choice,definition,hidden,question,answer,text,body,from,order,product_items',
	'recipient,reason,severity,RecordType,Recipient,FromFull,Email,Type,msg_status,content,click,bounce,topic,payload,included',
	'event-data,client-info,user-variables,message,headers,event_properties,Items,$value,relationships,profile,data[email]',
	'billing,refunds,total,_links,self,href,orderId,cart_id,object,customer_details,payment_intent,metadata,lines,amount_total',
	'subscriptionType,objectId,portalId,propertyName,propertyValue,fromObjectId,associationType,emails,phones,person_id,won_time',
	'items,billing_address,addresses,increment_id,subscriber_status,entity_id,fields,Id,Amount,Contact_Name,Stage,Email_Opt_Out',
].flatMap((line) => line.split(','));

const VALUES: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		'refund',
		'success',
		'track',
		'identify',
		'group',
		'subscribed',
		'EUR',
		'12.50',
		'null',
	),
	fc.constantFrom<unknown>(
		'neda@example.com',
		'0912 345 6789',
		'2026-11-20T07:00:00Z',
		1795000000,
		-0,
		1e308,
		null,
	),
	fc.string({ unit: 'binary' }),
	fc.double(),
	fc.boolean(),
);

const { payload } = fc.letrec<{ payload: unknown }>((tie) => ({
	payload: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		VALUES,
		fc.array(tie('payload'), { maxLength: 4 }),
		fc.dictionary(
			fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, fc.string()),
			tie('payload'),
			{
				maxKeys: 8,
			},
		),
	),
}));

const bytes = fc.oneof(
	fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
	payload.map((value) => Buffer.from(JSON.stringify(value) ?? 'null')),
);

const headerText = fc.oneof(
	fc.string(),
	fc.base64String(),
	fc.constantFrom('v1,', 'v1, v1,', 'Basic Og==', 't=1,v1='),
);

describe.each(Object.entries(SENDERS))('%s', (_name, sender) => {
	const { source, settings, secrets } = sender;
	const good = sender.sign(sender.body, secrets[0]);

	const required = Object.keys(sender.required);
	/** Where no header is required, the signature or the secret stands in the body or the query. */
	const isKnownByHeaders = required.length > 0;

	test('never throws and never accepts what its sender did not sign', () => {
		const names = [...Object.keys(good.headers), 'authorization', 'x-shopify-topic', 'svix-id'];
		const headers = fc.dictionary(fc.constantFrom(...names), headerText);
		fc.assert(
			fc.property(bytes, headers, fc.webUrl(), (body, given, url) => {
				for (const some of [given, { ...good.headers, ...given }]) {
					const credentialsKept =
						isKnownByHeaders && required.every((header) => some[header] === good.headers[header]);
					fc.pre(!(credentialsKept && (body.equals(sender.body) || !sender.signsBody)));
					const reception = receive(source, requestOf(body, some, { url }), settings);
					if (source.proof !== 'address') expect(reception.kind).toBe('refused');
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('never throws on a signed body of any kind, and gives only touchpoints that fit the schema', () => {
		const body = fc.oneof(
			payload
				.map((value) => sender.envelope?.(value) ?? value)
				.map((value) => Buffer.from(JSON.stringify(value) ?? 'null')),
			bytes,
		);
		fc.assert(
			fc.property(body, (given) => {
				const reception = receive(source, sender.sign(given, secrets[0]), settings);
				expect(['accepted', 'refused']).toContain(reception.kind);
				if (reception.kind === 'refused') {
					// Two of the signers work on text, so what they sign is not the bytes when these are no text.
					const isText = Buffer.from(given.toString()).equals(given);
					const codes = [
						'broken_body',
						'body_too_deep',
						...(isText && isKnownByHeaders ? [] : ['bad_signature', 'missing_signature']),
					];
					expect(codes).toContain(reception.refusal.code);
				} else if (reception.kind === 'accepted') {
					for (const touchpoint of reception.touchpoints) touchpointSchema.parse(touchpoint);
					for (const { reason } of reception.rejected)
						expect(reason).not.toContain('could not be mapped');
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('its mapper throws nothing but UnusableEvent', () => {
		fc.assert(
			fc.property(payload, (given) => {
				const event = parseExactJson(Buffer.from(JSON.stringify(given)));
				try {
					source.map(event, good, settings, 0);
				} catch (error) {
					expect(error).toBeInstanceOf(UnusableEvent);
				}
			}),
			{ numRuns: 1000 },
		);
	});
});

test('the HMAC verifier accepts exactly what was signed by the recipe, whatever the recipe', () => {
	const recipes = fc.record({
		header: fc.constant('x-sig'),
		algorithm: fc.constantFrom('sha1', 'sha256', 'sha512'),
		encoding: fc.constantFrom('hex', 'base64'),
		prefix: fc.constantFrom('', 'sha=', 'v1='),
		signed: fc.constantFrom('{body}', '{body}{url}', '{url}.{body}'),
	}) satisfies fc.Arbitrary<HmacRecipe>;
	const key = fc.string({ minLength: 1, maxLength: 40 });
	fc.assert(
		fc.property(recipes, bytes, key, key, fc.nat(), (recipe, body, secret, foreign, at) => {
			const request = requestOf(body);
			const hmac = createHmac(recipe.algorithm, secret);
			for (const part of recipe.signed.split(/(?=\{)|(?<=\})/)) {
				hmac.update(part === '{body}' ? body : part === '{url}' ? request.url : part);
			}
			const digest = hmac.digest();
			const withDigest = (given: Buffer) => ({
				...request,
				headers: { 'x-sig': `${recipe.prefix}${given.toString(recipe.encoding)}` },
			});
			expect(verifyHmac(recipe, withDigest(digest), [foreign, secret])).toBeNull();
			const altered = Buffer.from(digest);
			altered.writeUInt8(altered.readUInt8(at % altered.length) ^ 1, at % altered.length);
			expect(verifyHmac(recipe, withDigest(altered), [foreign, secret])?.code).toBe(
				'bad_signature',
			);
			fc.pre(foreign !== secret);
			expect(verifyHmac(recipe, withDigest(digest), [foreign])?.code).toBe('bad_signature');
		}),
	);
});
