/** What the provider's models have cost, and how much they may cost in a day. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { CalendarDay } from '../admin/time';
import { count, money } from './amounts';
import { BudgetForm } from './budget_form';
import './embeddings.css';
import './spend.css';
import type { Day, Report, Spent } from './spent';

const { __, _n, sprintf } = wp.i18n;

export function SpendPanel(): ReactElement {
	const request = useRequest< Report >( '/mxchat/v1/spend' );
	return (
		<section className="mxchat-spend" aria-labelledby="mxchat-spend">
			<h2 id="mxchat-spend">{ __( 'Spend', 'mxchat-engine' ) }</h2>
			<p>
				{ __(
					'What a call may cost at most is reserved before it is made, and corrected when the provider has told what it took. Past the budget of the day, visitors are answered by quotes from your pages, which costs nothing.',
					'mxchat-engine'
				) }
			</p>
			<Requested request={ request }>{ ( report ) => <Panel loaded={ report } /> }</Requested>
		</section>
	);
}

function Panel( { loaded }: { loaded: Report } ): ReactElement {
	const [ report, setReport ] = useState( loaded );
	const { today, days, budget } = report;
	return (
		<div>
			<h3>{ __( 'Today', 'mxchat-engine' ) }</h3>
			<Gauge id="tokens" used={ today.model_tokens } bound={ budget.site_tokens } unit={ __( 'model tokens', 'mxchat-engine' ) } text={ count } />
			{ ( budget.prices.length > 0 || budget.site_money !== null ) && (
				<Gauge id="money" used={ today.money } bound={ budget.site_money } text={ ( value ) => money( value, budget.currency ) } />
			) }
			{ today.unsettled_calls > 0 && <p>{ unsettled( today.unsettled_calls ) }</p> }
			<Days days={ days } currency={ budget.currency } />
			<BudgetForm report={ report } onSaved={ setReport } />
		</div>
	);
}

interface GaugeProps {
	id: string;
	used: number;
	bound: number | null;
	unit?: string;
	text: ( value: number ) => string;
}

function Gauge( { id, used, bound, unit = '', text }: GaugeProps ): ReactElement {
	const name = `mxchat-used-${ id }`;
	return (
		<p className="mxchat-progress">
			<label htmlFor={ name }>
				{ bound === null
					? text( used )
					: /* translators: 1: what was used, 2: the budget. */
					  sprintf( __( '%1$s of %2$s', 'mxchat-engine' ), text( used ), text( bound ) ) }{ ' ' }
				{ unit }
			</label>
			{ bound !== null && <progress id={ name } max={ Math.max( bound, Number.MIN_VALUE ) } value={ Math.min( used, bound ) } /> }
		</p>
	);
}

function unsettled( calls: number ): string {
	return sprintf(
		/* translators: %d: number of calls. */
		_n(
			'%d call is under way or was lost; it counts with what was reserved for it.',
			'%d calls are under way or were lost; they count with what was reserved for them.',
			calls,
			'mxchat-engine'
		),
		calls
	);
}

function Days( { days, currency }: { days: Day[]; currency: string } ): ReactElement {
	const used = days.filter( ( { calls } ) => calls > 0 );
	if ( used.length === 0 ) {
		return <p>{ __( 'Nothing was spent in the last 30 days.', 'mxchat-engine' ) }</p>;
	}
	return (
		<table className="widefat striped mxchat-days">
			<caption>{ __( 'The last 30 days', 'mxchat-engine' ) }</caption>
			<thead>
				<tr>
					<th scope="col">{ __( 'Day', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'For', 'mxchat-engine' ) }</th>
					<th scope="col" className="mxchat-number">
						{ __( 'Calls', 'mxchat-engine' ) }
					</th>
					<th scope="col" className="mxchat-number">
						{ __( 'Model tokens', 'mxchat-engine' ) }
					</th>
					<th scope="col" className="mxchat-number">
						{ __( 'Cost', 'mxchat-engine' ) }
					</th>
				</tr>
			</thead>
			<tbody>
				{ used.flatMap( ( day ) =>
					Object.entries( day.by_kind ).map( ( [ kind, spent ], row ) => (
						<DayRow key={ `${ day.day } ${ kind }` } day={ row === 0 ? day.day : '' } kind={ kind } spent={ spent } currency={ currency } />
					) )
				) }
			</tbody>
		</table>
	);
}

function DayRow( { day, kind, spent, currency }: { day: string; kind: string; spent: Spent; currency: string } ): ReactElement {
	return (
		<tr>
			<th scope="row">{ day !== '' && <CalendarDay of={ day } /> }</th>
			<td>{ purpose( kind ) }</td>
			<td className="mxchat-number">{ count( spent.calls ) }</td>
			<td className="mxchat-number">{ count( spent.model_tokens ) }</td>
			<td className="mxchat-number">{ spent.money === 0 ? '—' : money( spent.money, currency ) }</td>
		</tr>
	);
}

function purpose( kind: string ): string {
	switch ( kind ) {
		case 'chat':
			return __( 'Answers', 'mxchat-engine' );
		case 'embedding':
			return __( 'Embeddings', 'mxchat-engine' );
		case 'image':
			return __( 'Pictures', 'mxchat-engine' );
		default:
			return kind;
	}
}
