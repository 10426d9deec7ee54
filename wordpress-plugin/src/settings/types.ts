/** What the routes of the settings say. */

export interface Key {
	is_set: boolean;
	source: 'environment' | 'constant' | 'connector' | 'option' | 'network' | null;
	name: string;
	hint: string;
	is_fixed: boolean;
	is_lost: boolean;
}

export interface Fixed {
	name: string;
	source: 'environment' | 'constant';
}

/** What a site's connection and a network's have in common. */
export interface Connection {
	base_url: string;
	mode: string;
	needs_key: boolean;
	headers: { name: string; hint: string }[];
	key: Key;
	/** PHP writes an empty list where nothing is fixed. */
	fixed: { base_url?: Fixed; mode?: Fixed } | [];
}

export interface SiteConnection extends Connection {
	has_network: boolean;
	allows_own: boolean;
	is_inherited: boolean;
	is_ai_allowed: boolean;
	has_ai_client: boolean;
	resolved_mode: string | null;
	problem: string | null;
	verdict: { api: string; is_stateful: boolean; is_streamed: boolean; checked_at: string } | null;
}

export interface ConnectionChange {
	base_url?: string;
	mode?: string;
	needs_key?: boolean;
	api_key?: string | null;
	headers?: { name: string; value?: string }[];
	uses_network?: boolean;
	allows_own?: boolean;
}

export interface Model {
	id: string;
	owner: string;
	shutdown_date: string | null;
}

export interface Report {
	is_ok: boolean;
	problem: string | null;
	needs_model: boolean;
	count_models: number;
	list_ms: number;
	model: string;
	shutdown_date: string | null;
	api: string | null;
	total_ms: number | null;
	first_text_ms: number | null;
	is_streamed: boolean | null;
	is_stateful: boolean | null;
	models: Model[];
	connection: SiteConnection;
}

export interface SiteAssistant {
	is_enabled: boolean;
	assistant_id: string | null;
	assistant_name: string | null;
	model: string | null;
	problem: string | null;
	last_failure: { text: string; failed_at: string } | null;
}

export interface VectorStore {
	kind: string;
	url?: string;
	user?: string;
}

export interface Values {
	heading: string;
	greeting: string;
	starters: string[];
	contact_url: string;
	is_on_every_page: boolean;
	button_side: 'end' | 'start';
	accent: string;
	post_types: string[];
	min_similarity: string;
	health_for_strangers: 'full' | 'minimal';
	sessions_per_hour: number;
	messages_per_minute: number;
	session_ttl_days: number;
	transcript_retention_days: number;
	stream_grace_seconds?: number;
	max_streams?: number;
	trusted_proxies: string[];
	vector_store: VectorStore;
	vector_candidate: VectorStore | null;
}

export interface Settings {
	values: Values;
	defaults: Values;
	post_types: { name: string; label: string }[];
	vector_keys: { vector_store: boolean; vector_candidate: boolean };
}

export interface Comparison {
	has_embeddings: boolean;
	problem: string | null;
	stores: Record< string, { rows: number | null; problem: string | null } >;
	report: {
		queries: number;
		failures: number;
		differing: number;
		overlap: number | null;
		primary_ms: number | null;
		candidate_ms: number | null;
	} | null;
}
