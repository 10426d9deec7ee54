/** What the REST routes of the debugger give. */
import type { Scored } from '../actions/types';

export interface Source {
	source: string;
	title: string;
	similarity_score: number;
}

export interface ActionsStep extends Scored {
	name: 'actions';
	milliseconds: number;
}

export interface RetrievalStep {
	name: 'retrieval';
	milliseconds: number;
	scoring: string;
	items: {
		title: string;
		source: string;
		content_type: string;
		text: string;
		rank: number;
		lexical_rank: number | null;
		vector_rank: number | null;
		similarity: number | null;
	}[];
}

export interface PromptStep {
	name: 'prompt';
	milliseconds: number;
	assistant: string;
	model: string;
	instructions: string;
	message: string;
}

export interface AnswerStep {
	name: 'answer';
	milliseconds: number;
	engine: string;
	is_answered: boolean;
	content: string;
	confidence: number | null;
	sources: Source[];
	usage: { input_tokens: number; output_tokens: number };
	finish: string;
	failure: string | null;
	trace: { model?: string };
}

export interface Trace {
	question: string;
	bot_id: string;
	steps: ( ActionsStep | RetrievalStep | PromptStep | AnswerStep )[];
	why: string[];
}

export type Expectation = 'action' | 'source' | 'refusal';

export interface TestCase {
	id: number;
	bot_id: string;
	question: string;
	expects: Expectation;
	expected: string;
}

export interface TestRun {
	passed: number;
	failed: number;
	items: ( TestCase & { got: string; passed: boolean } )[];
}

export interface Replay {
	turn_id: string;
	question: string;
	answer: string;
	engine: string;
	sources: Source[];
	then: { action?: string | null; actions?: Scored[ 'items' ] };
	now: Scored;
}
