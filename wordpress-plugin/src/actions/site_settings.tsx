/** What holds for all actions. */
import type { ReactElement } from 'react';
import { changed } from '../admin/changed';
import { createElement, useState } from '../admin/element';
import type { Site, SiteChange } from './types';

const { __ } = wp.i18n;
const { Button, CheckboxControl, RangeControl, TextControl, ToggleControl } = wp.components;

interface SiteSettingsProps {
	site: Site;
	onSave: ( change: SiteChange ) => Promise< boolean >;
}

export function SiteSettings( { site, onSave }: SiteSettingsProps ): ReactElement {
	const [ strictness, setStrictness ] = useState( site.action_strictness );
	const [ learns, setLearns ] = useState( site.learns_from_messages );
	const [ suggests, setSuggests ] = useState( site.suggests_actions );
	const [ abilities, setAbilities ] = useState( site.allowed_abilities );
	const [ imageModel, setImageModel ] = useState( site.image_model );
	const [ key, setKey ] = useState( '' );
	const [ isSaved, setSaved ] = useState( false );
	const fields: SiteChange = {
		action_strictness: strictness,
		learns_from_messages: learns,
		suggests_actions: suggests,
		allowed_abilities: abilities,
		image_model: imageModel,
	};
	const [ shown, setShown ] = useState( fields );
	const save = async () => {
		setSaved( false );
		const change = changed( shown, fields );
		if ( await onSave( key === '' ? change : { ...change, image_search_key: key } ) ) {
			setShown( fields );
			setSaved( true );
		}
		setKey( '' );
	};
	return (
		<section aria-labelledby="mxchat-all-actions">
			<h2 id="mxchat-all-actions">{ __( 'All actions', 'mxchat-engine' ) }</h2>
			<div className="mxchat-form">
				<RangeControl
					label={ __( 'Strictness', 'mxchat-engine' ) }
					help={ __( 'Eager on the left, strict on the right. The middle fits most sites.', 'mxchat-engine' ) }
					value={ strictness }
					onChange={ ( value ) => setStrictness( value ?? site.action_strictness ) }
					min={ 0 }
					max={ 1 }
					step={ 0.05 }
					__nextHasNoMarginBottom
					__next40pxDefaultSize
				/>
				<ToggleControl
					label={ __( 'Suggest an action while the visitor types', 'mxchat-engine' ) }
					help={ __( 'The browser compares the draft itself; nothing leaves it before the visitor sends. The phrases of actions that anybody may trigger can be read there.', 'mxchat-engine' ) }
					checked={ suggests }
					onChange={ setSuggests }
					__nextHasNoMarginBottom
				/>
				<ToggleControl
					label={ __( 'Learn from past messages what is ordinary on this site', 'mxchat-engine' ) }
					help={ __( 'Uses the texts of stored conversations. Where questions are compared by meaning, the provider is sent them to be embedded, as it is sent each question.', 'mxchat-engine' ) }
					checked={ learns }
					onChange={ setLearns }
					__nextHasNoMarginBottom
				/>
				<TextControl label={ __( 'Model that creates images', 'mxchat-engine' ) } value={ imageModel } onChange={ setImageModel } __nextHasNoMarginBottom __next40pxDefaultSize />
				{ ! site.is_image_search_key_fixed && (
					<TextControl
						label={ __( 'Key for Brave Search', 'mxchat-engine' ) }
						help={ site.has_image_search_key ? __( 'A key is stored. A new one takes its place.', 'mxchat-engine' ) : '' }
						value={ key }
						onChange={ setKey }
						type="password"
						__nextHasNoMarginBottom
						__next40pxDefaultSize
					/>
				) }
				{ site.abilities.length > 0 && (
					<fieldset>
						<legend>{ __( 'Abilities of WordPress and other plugins that may be actions', 'mxchat-engine' ) }</legend>
						{ site.abilities.map( ( { name, label, description } ) => (
							<CheckboxControl
								key={ name }
								label={ label }
								help={ description }
								checked={ abilities.includes( name ) }
								onChange={ ( isAllowed ) => setAbilities( isAllowed ? [ ...abilities, name ] : abilities.filter( ( other ) => other !== name ) ) }
								__nextHasNoMarginBottom
							/>
						) ) }
					</fieldset>
				) }
				<p className="mxchat-buttons">
					<Button variant="primary" onClick={ () => void save() }>
						{ __( 'Save', 'mxchat-engine' ) }
					</Button>
					<span role="status">{ isSaved && __( 'Saved.', 'mxchat-engine' ) }</span>
				</p>
			</div>
		</section>
	);
}
