/** What the REST routes of the actions give and take. */
export interface Action {
	id: string;
	label: string;
	description: string;
	capability: string;
	readonly: boolean;
	destructive: boolean;
	idempotent: boolean;
	/** Why it cannot run here; empty if it can. */
	missing: string;
	default_phrases: string[];
	is_enabled: boolean;
	position: number;
	phrases: string[];
	counter_examples: string[];
	strictness: number | null;
	who: string;
	confirmation: string;
}

export interface Site {
	action_strictness: number;
	learns_from_messages: boolean;
	suggests_actions: boolean;
	allowed_abilities: string[];
	abilities: { name: string; label: string; description: string }[];
	image_model: string;
	image_max_tokens: number;
	has_image_search_key: boolean;
	is_image_search_key_fixed: boolean;
}

export interface ActionList {
	items: Action[];
	site: Site;
}

export type ActionChange = Partial< Pick< Action, 'is_enabled' | 'phrases' | 'counter_examples' | 'strictness' | 'who' | 'confirmation' > >;

export type SiteChange = Partial< Omit< Site, 'abilities' | 'has_image_search_key' | 'is_image_search_key_fixed' > > & { image_search_key?: string };

export interface Draft {
	action_id: string;
	phrases: string[];
	counter_examples: string[];
}

export interface Score {
	id: string;
	label: string;
	score: number;
	threshold: number;
	margin: number;
	rank: number;
	decision: 'sure' | 'likely' | 'none';
	phrase: string;
}

export interface Scored {
	message: string;
	scoring: string;
	action: string | null;
	items: Score[];
}
