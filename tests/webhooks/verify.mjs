/**
 * A receiver in JavaScript: reads { secret, cases: [ { headers, body } ] } and prints for each case whether the published
 * library takes it for genuine. NODE_MODULES names the folder with the library.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const { Webhook, WebhookVerificationError } = createRequire( `${ process.env.NODE_MODULES }/` )( 'standardwebhooks' );
const { secret, cases } = JSON.parse( readFileSync( 0, 'utf8' ) );
const webhook = new Webhook( secret );

function isGenuine( { headers, body } ) {
	try {
		webhook.verify( body, headers );
		return true;
	} catch ( error ) {
		if ( error instanceof WebhookVerificationError ) {
			return false;
		}
		throw error;
	}
}

process.stdout.write( JSON.stringify( cases.map( isGenuine ) ) );
