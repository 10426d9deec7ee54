/** Numbers as the owner's language writes them. */

const language = (): string | undefined => document.documentElement.lang || undefined;

export function count( value: number ): string {
	return new Intl.NumberFormat( language() ).format( value );
}

/** Small amounts keep two digits that count: a question may cost a hundredth of a cent. */
export function money( value: number, currency: string ): string {
	const digits = value === 0 || value >= 1 ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 12, maximumSignificantDigits: 2 };
	try {
		return new Intl.NumberFormat( language(), { style: 'currency', currency, ...digits } ).format( value );
	} catch {
		return `${ value } ${ currency }`;
	}
}
