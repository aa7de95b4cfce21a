import { NodeOperationError, type INode } from 'n8n-workflow';
import { UnusableEvent } from '../../sources/delivery-errors';
import { StoreError } from '../../store/store-error';
import { Misconfiguration } from './misconfiguration';

/** Gives any error as n8n shows it: what is wrong as the title, the next step below, and the item it happened at. */
export function nodeErrorOf(node: INode, error: unknown, itemIndex?: number): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	if (error instanceof Misconfiguration) {
		return new NodeOperationError(node, error.message, {
			description: error.description,
			itemIndex,
			level: 'warning',
		});
	}
	if (error instanceof UnusableEvent) {
		return new NodeOperationError(node, `The fields do not make a touchpoint at ${error.message}`, {
			description: 'Check that field and the expressions in it.',
			itemIndex,
			level: 'warning',
		});
	}
	if (error instanceof StoreError) {
		const [title, nextStep] = splitFirstSentence(error.message);
		return new NodeOperationError(node, title, {
			description: nextStep,
			itemIndex,
			level: 'warning',
		});
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}

function splitFirstSentence(message: string): readonly [string, string | undefined] {
	const end = message.indexOf('. ');
	return end < 0 ? [message, undefined] : [message.slice(0, end), message.slice(end + 2)];
}
