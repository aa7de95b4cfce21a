import { UnrecognizedNodeTypeError } from 'n8n-core';
import { NodeConnectionTypes, NodeHelpers } from 'n8n-workflow';
import type { INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { GapAnalysis } from '../../nodes/GapAnalysis/GapAnalysis.node';
import { JourneyMomentTrigger } from '../../nodes/JourneyMomentTrigger/JourneyMomentTrigger.node';
import { JourneyStage } from '../../nodes/JourneyStage/JourneyStage.node';
import { PersonalizedOffer } from '../../nodes/PersonalizedOffer/PersonalizedOffer.node';
import { TouchpointTrigger } from '../../nodes/TouchpointTrigger/TouchpointTrigger.node';
import { WaitForTouchpoint } from '../../nodes/WaitForTouchpoint/WaitForTouchpoint.node';

/** The name of a node of this package in a workflow. */
export const OWN = 'n8n-nodes-customer-journey';

/** A node of n8n that lets its items through, for what stands around ours. */
function passThrough(name: string, hasInput: boolean): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name },
			inputs: hasInput ? [NodeConnectionTypes.Main] : [],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute() {
			return [this.getInputData()];
		},
	};
}

/** Our nodes, and a start and an end for them. */
export class TestNodeTypes implements INodeTypes {
	readonly #types = new Map<string, INodeType | IVersionedNodeType>([
		['n8n-nodes-base.manualTrigger', passThrough('manualTrigger', false)],
		['n8n-nodes-base.noOp', passThrough('noOp', true)],
		[`${OWN}.touchpointTrigger`, new TouchpointTrigger()],
		[`${OWN}.journeyMomentTrigger`, new JourneyMomentTrigger()],
		[`${OWN}.journeyStage`, new JourneyStage()],
		[`${OWN}.personalizedOffer`, new PersonalizedOffer()],
		[`${OWN}.gapAnalysis`, new GapAnalysis()],
		[`${OWN}.waitForTouchpoint`, new WaitForTouchpoint()],
	]);

	getByName(name: string): INodeType | IVersionedNodeType {
		const type = this.#types.get(name);
		if (!type) throw new UnrecognizedNodeTypeError('test', name);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes() {
		return {};
	}
}
