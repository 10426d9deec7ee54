/** What `/mxchat/v1/spend` answers. */

export interface Spent {
	model_tokens: number;
	input_tokens: number;
	output_tokens: number;
	money: number;
	calls: number;
	unsettled_calls: number;
}

export interface Day extends Spent {
	day: string;
	by_kind: Record< string, Spent >;
}

export interface Price {
	model: string;
	input: number;
	output: number;
	cached_input?: number | null;
}

export interface Budget {
	site_tokens: number | null;
	site_money: number | null;
	visitor_tokens: number | null;
	visitor_money: number | null;
	currency: string;
	prices: Price[];
}

export interface Report {
	today: Day;
	days: Day[];
	models: ( Spent & { model: string; is_priced: boolean } )[];
	budget: Budget;
}
