/** What a test of the connection has shown. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import type { Report } from './types';

const { __, sprintf } = wp.i18n;
const { Notice } = wp.components;

export function Evidence( { report }: { report: Report } ): ReactElement {
	return (
		<div>
			<Notice status={ report.is_ok ? 'success' : 'error' } isDismissible={ false }>
				{ verdict( report ) }
			</Notice>
			{ report.list_ms > 0 && (
				<table className="widefat striped mxchat-evidence">
					<caption>{ __( 'What was measured', 'mxchat-engine' ) }</caption>
					<tbody>
						{ rows( report ).map( ( [ name, value ] ) => (
							<tr key={ name }>
								<th scope="row">{ name }</th>
								<td>{ value }</td>
							</tr>
						) ) }
					</tbody>
				</table>
			) }
		</div>
	);
}

function verdict( { is_ok, problem, needs_model, model }: Report ): string {
	if ( ! is_ok ) {
		return problem ?? '';
	}
	return needs_model
		? __( 'The provider answers. Choose one of its models below, then test again to see it answer.', 'mxchat-engine' )
		: /* translators: %s: name of a model. */
		  sprintf( __( 'It works: %s has answered.', 'mxchat-engine' ), model || __( 'a model', 'mxchat-engine' ) );
}

function rows( report: Report ): [ string, string ][] {
	const rows: [ string, string ][] = [ [ __( 'List of models', 'mxchat-engine' ), listed( report ) ] ];
	if ( report.model !== '' ) {
		rows.push( [ __( 'Model', 'mxchat-engine' ), report.model ] );
		rows.push( [ __( 'Announced end of the model', 'mxchat-engine' ), report.shutdown_date ?? __( 'None known', 'mxchat-engine' ) ] );
	}
	if ( report.api !== null ) {
		rows.push( [ __( 'API', 'mxchat-engine' ), nameOf( report.api ) ] );
	}
	if ( report.first_text_ms !== null && report.total_ms !== null ) {
		rows.push( [ __( 'First words after', 'mxchat-engine' ), seconds( report.first_text_ms ) ] );
		rows.push( [ __( 'Whole answer after', 'mxchat-engine' ), seconds( report.total_ms ) ] );
		rows.push( [
			__( 'Streaming', 'mxchat-engine' ),
			report.is_streamed ? __( 'Yes: the words came one after the other.', 'mxchat-engine' ) : __( 'No: the answer came in one piece.', 'mxchat-engine' ),
		] );
	}
	if ( report.api === 'responses' && report.is_stateful !== null ) {
		rows.push( [ __( 'Keeps conversations', 'mxchat-engine' ), report.is_stateful ? __( 'Yes, if you choose so', 'mxchat-engine' ) : __( 'No', 'mxchat-engine' ) ] );
	}
	return rows;
}

function listed( { count_models, list_ms }: Report ): string {
	/* translators: 1: number of models, 2: seconds. */
	return sprintf( __( '%1$d models, after %2$s', 'mxchat-engine' ), count_models, seconds( list_ms ) );
}

function seconds( milliseconds: number ): string {
	/* translators: %s: a number of seconds. */
	return sprintf( __( '%s s', 'mxchat-engine' ), new Intl.NumberFormat( document.documentElement.lang || undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 } ).format( milliseconds / 1000 ) );
}

function nameOf( api: string ): string {
	switch ( api ) {
		case 'responses':
			return __( 'Responses', 'mxchat-engine' );
		case 'chat':
			return __( 'Chat Completions', 'mxchat-engine' );
		case 'assistants':
			return __( 'Assistants, version 2', 'mxchat-engine' );
		default:
			return __( 'WordPress’s AI client', 'mxchat-engine' );
	}
}
