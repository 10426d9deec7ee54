/** What the routes of assistants say. */
import type { SiteAssistant } from '../settings/types';

export interface Assistant {
	id: string;
	version: number;
	name: string;
	description: string;
	model: string;
	instructions: string;
	tools: string[];
	uses_knowledge: boolean;
	max_context_tokens: number;
	min_similarity: number;
	temperature: number | null;
	max_output_tokens: number;
	response_format: Record< string, unknown > | null;
	aliases: string[];
}

export interface Version {
	version: number;
	created_at: string;
	name: string;
	model: string;
}

export interface Tool {
	name: string;
	description: string;
	changes_something: boolean;
}

export interface AssistantList {
	items: Assistant[];
	site: SiteAssistant;
	tools: Tool[];
}

export interface Imported {
	assistant: Assistant;
	warnings: string[];
}

export const ASSISTANTS = '/mxchat/v1/assistants';
