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

/**
 * Gives any error as n8n shows it where a workflow is published: it tells the title there and nothing of what stands
 * below, so the next step is part of the title.
 */
export function publishingErrorOf(node: INode, error: unknown): NodeOperationError {
	const failure = nodeErrorOf(node, error);
	if (!failure.description) return failure;
	return new NodeOperationError(node, `${failure.message}. ${failure.description}`, {
		level: failure.level,
	});
}

function splitFirstSentence(message: string): readonly [string, string | undefined] {
	const end = message.indexOf('. ');
	return end < 0 ? [message, undefined] : [message.slice(0, end), message.slice(end + 2)];
}
