/** Why a request failed, in a sentence for the owner. */
const { __ } = wp.i18n;

interface Failure {
	/** Of `wp.apiFetch` itself, or of the API. */
	code?: string;
	message?: string;
	/** In the bot API's envelope. */
	error?: { message: string } | null;
}

/** Empty if nothing is known. What a browser or a server in between says about it helps no owner. */
export function reasonOf( failure: unknown ): string {
	const { code, message, error } = failure as Failure;
	switch ( code ) {
		case 'invalid_json':
			return garbled();
		case 'fetch_error':
		case 'offline_error':
			return unreachable();
		default:
			return message ?? error?.message ?? '';
	}
}

/** A server in between answers in HTML when it has had enough. */
export const garbled = (): string => __( 'The site did not answer as it should. Please try again in a moment.', 'mxchat-engine' );

export const unreachable = (): string => __( 'The site could not be reached. Check your connection and try again.', 'mxchat-engine' );
