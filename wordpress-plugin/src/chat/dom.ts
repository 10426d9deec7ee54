/** DOM nodes by calls: whatever text goes in, it comes out as text. */

type Attribute = string | boolean | ( ( event: never ) => void );
type Child = Node | string | null;

/** An element; `onclick` and its like become listeners, `true` an empty attribute, `false` none. */
export function h< Tag extends keyof HTMLElementTagNameMap >(
	tag: Tag,
	attributes: Record< string, Attribute > = {},
	...children: Child[]
): HTMLElementTagNameMap[ Tag ] {
	const element = document.createElement( tag );
	for ( const [ name, value ] of Object.entries( attributes ) ) {
		if ( typeof value === 'function' ) {
			element.addEventListener( name.slice( 2 ), value as EventListener );
		} else if ( value !== false ) {
			element.setAttribute( name, value === true ? '' : value );
		}
	}
	element.append( ...children.filter( ( child ) => child !== null ) );
	return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A line drawing of 24 × 24 units; the text beside it or the label of its button says what it means. */
export function icon( ...paths: string[] ): SVGSVGElement {
	const svg = document.createElementNS( SVG, 'svg' );
	svg.setAttribute( 'viewBox', '0 0 24 24' );
	svg.setAttribute( 'aria-hidden', 'true' );
	for ( const d of paths ) {
		const path = document.createElementNS( SVG, 'path' );
		path.setAttribute( 'd', d );
		svg.append( path );
	}
	return svg;
}

/** Adopted sheets need no `<style>` element, so no Content-Security-Policy can refuse them. */
export function adopt( root: ShadowRoot, css: string ): void {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync( css );
	root.adoptedStyleSheets = [ ...root.adoptedStyleSheets, sheet ];
}
