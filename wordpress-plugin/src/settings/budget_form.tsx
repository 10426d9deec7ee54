/** How much may be spent in a day, and what models cost. No price is known here: the owner copies it from the provider. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { send } from '../admin/send';
import type { Budget, Price, Report } from './spent';

const { __, sprintf } = wp.i18n;
const { Button, Notice, TextControl } = wp.components;

/** As it is typed; an empty field is no bound, or no price. */
interface Draft {
	bounds: Record< Bound, string >;
	currency: string;
	prices: PriceDraft[];
}

type Bound = 'site_tokens' | 'site_money' | 'visitor_tokens' | 'visitor_money';
type PriceDraft = Record< 'model' | 'input' | 'output' | 'cached_input', string >;

const BOUNDS: Bound[] = [ 'site_tokens', 'site_money', 'visitor_tokens', 'visitor_money' ];

export function BudgetForm( { report, onSaved }: { report: Report; onSaved: ( report: Report ) => void } ): ReactElement {
	const [ draft, setDraft ] = useState( () => draftOf( report ) );
	const [ said, setSaid ] = useState< { status: 'error' | 'success'; text: string } | null >( null );
	const save = async ( event: FormEvent ) => {
		event.preventDefault();
		try {
			onSaved( await send< Report >( 'POST', '/mxchat/v1/spend/budget', budgetOf( draft ) ) );
			setSaid( { status: 'success', text: __( 'The budget is saved.', 'mxchat-engine' ) } );
		} catch ( error ) {
			setSaid( { status: 'error', text: ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) } );
		}
	};
	return (
		<form className="mxchat-budget" onSubmit={ ( event ) => void save( event ) }>
			<h3>{ __( 'Budget of a day', 'mxchat-engine' ) }</h3>
			<p>{ __( 'An empty field sets no bound. The day begins at midnight in the time zone of the site.', 'mxchat-engine' ) }</p>
			<div className="mxchat-bounds">
				{ BOUNDS.map( ( bound ) => (
					<TextControl
						key={ bound }
						label={ label( bound, draft.currency ) }
						type="number"
						min={ 0 }
						step="any"
						value={ draft.bounds[ bound ] }
						onChange={ ( value ) => setDraft( { ...draft, bounds: { ...draft.bounds, [ bound ]: value } } ) }
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
				) ) }
			</div>
			<Prices draft={ draft } onChange={ setDraft } />
			{ said !== null && (
				<Notice status={ said.status } onRemove={ () => setSaid( null ) }>
					{ said.text }
				</Notice>
			) }
			<p>
				<Button variant="primary" type="submit">
					{ __( 'Save the budget', 'mxchat-engine' ) }
				</Button>
			</p>
		</form>
	);
}

function Prices( { draft, onChange }: { draft: Draft; onChange: ( draft: Draft ) => void } ): ReactElement {
	const change = ( prices: PriceDraft[] ) => onChange( { ...draft, prices } );
	return (
		<fieldset className="mxchat-prices">
			<legend>{ __( 'Prices', 'mxchat-engine' ) }</legend>
			<p>{ __( 'What a million model tokens cost at your provider. Without a price, a model is counted in tokens alone.', 'mxchat-engine' ) }</p>
			<TextControl
				label={ __( 'Currency', 'mxchat-engine' ) }
				value={ draft.currency }
				onChange={ ( currency ) => onChange( { ...draft, currency: currency.toUpperCase() } ) }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			{ draft.prices.map( ( price, row ) => (
				<PriceRow
					key={ row }
					row={ row + 1 }
					price={ price }
					onChange={ ( changed ) => change( draft.prices.map( ( other, at ) => ( at === row ? changed : other ) ) ) }
					onRemove={ () => change( draft.prices.filter( ( _, at ) => at !== row ) ) }
				/>
			) ) }
			<Button variant="secondary" onClick={ () => change( [ ...draft.prices, { model: '', input: '', output: '', cached_input: '' } ] ) }>
				{ __( 'Add a model', 'mxchat-engine' ) }
			</Button>
		</fieldset>
	);
}

interface PriceRowProps {
	row: number;
	price: PriceDraft;
	onChange: ( price: PriceDraft ) => void;
	onRemove: () => void;
}

function PriceRow( { row, price, onChange, onRemove }: PriceRowProps ): ReactElement {
	const field = ( name: keyof PriceDraft, text: string ) => (
		<TextControl
			label={ text }
			type={ name === 'model' ? 'text' : 'number' }
			min={ 0 }
			step="any"
			value={ price[ name ] }
			onChange={ ( value ) => onChange( { ...price, [ name ]: value } ) }
			__next40pxDefaultSize
			__nextHasNoMarginBottom
		/>
	);
	return (
		<div
			className="mxchat-price"
			role="group"
			aria-label={
				/* translators: %d: number of a row. */
				sprintf( __( 'Price %d', 'mxchat-engine' ), row )
			}
		>
			{ field( 'model', __( 'Model', 'mxchat-engine' ) ) }
			{ field( 'input', __( 'Input', 'mxchat-engine' ) ) }
			{ field( 'cached_input', __( 'Cached input', 'mxchat-engine' ) ) }
			{ field( 'output', __( 'Output', 'mxchat-engine' ) ) }
			<Button variant="tertiary" isDestructive onClick={ onRemove }>
				{ __( 'Remove', 'mxchat-engine' ) }
			</Button>
		</div>
	);
}

function label( bound: Bound, currency: string ): string {
	switch ( bound ) {
		case 'site_tokens':
			return __( 'The site, in model tokens', 'mxchat-engine' );
		case 'site_money':
			/* translators: %s: a currency. */
			return sprintf( __( 'The site, in %s', 'mxchat-engine' ), currency );
		case 'visitor_tokens':
			return __( 'Each visitor, in model tokens', 'mxchat-engine' );
		case 'visitor_money':
			/* translators: %s: a currency. */
			return sprintf( __( 'Each visitor, in %s', 'mxchat-engine' ), currency );
	}
}

/** Models that were used without a price have a row already. */
function draftOf( { budget, models }: Report ): Draft {
	const written = ( value: number | null | undefined ) => ( value === null || value === undefined ? '' : String( value ) );
	const prices = budget.prices.map( ( price ) => ( {
		model: price.model,
		input: written( price.input ),
		output: written( price.output ),
		cached_input: written( price.cached_input ),
	} ) );
	const unpriced = models.filter( ( { is_priced } ) => ! is_priced ).map( ( { model } ) => ( { model, input: '', output: '', cached_input: '' } ) );
	return {
		bounds: {
			site_tokens: written( budget.site_tokens ),
			site_money: written( budget.site_money ),
			visitor_tokens: written( budget.visitor_tokens ),
			visitor_money: written( budget.visitor_money ),
		},
		currency: budget.currency,
		prices: [ ...prices, ...unpriced ],
	};
}

/** A row without a price of its input is one that nobody has filled. */
function budgetOf( { bounds, currency, prices }: Draft ): Budget {
	const read = ( text: string ) => ( text.trim() === '' ? null : Number( text ) );
	const price = ( row: PriceDraft ): Price => ( {
		model: row.model.trim(),
		input: Number( row.input ),
		output: read( row.output ) ?? 0,
		cached_input: read( row.cached_input ),
	} );
	return {
		site_tokens: read( bounds.site_tokens ),
		site_money: read( bounds.site_money ),
		visitor_tokens: read( bounds.visitor_tokens ),
		visitor_money: read( bounds.visitor_money ),
		currency: currency.trim(),
		prices: prices.filter( ( { model, input } ) => model.trim() !== '' && input.trim() !== '' ).map( price ),
	};
}
