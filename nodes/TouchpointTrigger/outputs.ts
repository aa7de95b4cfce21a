import { NodeConnectionTypes, type ExpressionString } from 'n8n-workflow';

const type = NodeConnectionTypes.Main;

const NAMED = JSON.stringify(
	['Touchpoints', 'Rejected'].map((displayName) => ({ type, displayName })),
);

/** One output, or with 'Output Rejected Elements' a second one. n8n evaluates it in the editor, and not for a delivery. */
export const outputs: ExpressionString = `={{ ($parameter["options"] || {})["outputRejected"] ? ${NAMED} : ["${type}"] }}`;
