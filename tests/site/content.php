<?php
/**
 * Fills a site with the pages of content/, creating or updating them by slug: php content.php <folder of the site>
 *
 * A file has "name: value" lines (title, type, date, and where wanted status, password, category), then "---",
 * then HTML whose top-level elements stand apart by an empty line. They become the blocks an editor would have made.
 */

declare( strict_types=1 );

require __DIR__ . '/boot.php';
require wp_load_path( $argv[1] );
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';

/**
 * Reads one file of content/.
 *
 * @return array<string, string> The values of its head by name, and "html".
 */
function read_page( string $file ): array {
	list( $head, $html ) = explode( "\n---\n", (string) file_get_contents( $file ), 2 );
	$page                = array( 'slug' => basename( $file, '.html' ) );
	foreach ( explode( "\n", $head ) as $line ) {
		list( $name, $value ) = explode( ': ', $line, 2 );
		$page[ $name ]        = $value;
	}
	return $page + array(
		'type'     => 'page',
		'status'   => 'publish',
		'password' => '',
		'html'     => trim( $html ),
	);
}

/** One top-level element as the block that the editor makes of it. */
function as_block( string $element ): string {
	$items = static fn( string $list ): string => (string) preg_replace(
		'#\s*<li>(.*?)</li>\s*#s',
		"<!-- wp:list-item -->\n<li>$1</li>\n<!-- /wp:list-item -->",
		$list
	);
	preg_match( '#^<(\w+)#', $element, $match );
	switch ( $match[1] ?? '' ) {
		case 'p':
			return "<!-- wp:paragraph -->\n$element\n<!-- /wp:paragraph -->";
		case 'h2':
			return "<!-- wp:heading -->\n" . str_replace( '<h2>', '<h2 class="wp-block-heading">', $element ) . "\n<!-- /wp:heading -->";
		case 'ul':
			return "<!-- wp:list -->\n" . str_replace( '<ul>', '<ul class="wp-block-list">', $items( $element ) ) . "\n<!-- /wp:list -->";
		case 'ol':
			return "<!-- wp:list {\"ordered\":true} -->\n" . str_replace( '<ol>', '<ol class="wp-block-list">', $items( $element ) ) . "\n<!-- /wp:list -->";
		case 'table':
			return "<!-- wp:table -->\n<figure class=\"wp-block-table\">$element</figure>\n<!-- /wp:table -->";
		case '':
			return "<!-- wp:shortcode -->\n$element\n<!-- /wp:shortcode -->";
		default:
			return "<!-- wp:html -->\n$element\n<!-- /wp:html -->";
	}
}

/** A whole page as blocks; what is block markup already stays. */
function as_blocks( string $html ): string {
	return str_starts_with( $html, '<!-- wp:' ) ? $html : implode( "\n\n", array_map( 'as_block', preg_split( '#\n\s*\n#', $html ) ) );
}

/** Creates the page, or gives the page of that slug what the file says; returns its id. */
function save_page( array $page ): int {
	$found = get_posts(
		array(
			'name'        => $page['slug'],
			'post_type'   => $page['type'],
			'post_status' => 'any',
			'numberposts' => 1,
			'fields'      => 'ids',
		)
	);
	$id    = wp_insert_post(
		wp_slash(
			array(
				'ID'            => $found[0] ?? 0,
				'post_title'    => $page['title'],
				'post_name'     => $page['slug'],
				'post_type'     => $page['type'],
				'post_status'   => $page['status'],
				'post_password' => $page['password'],
				'post_date'     => $page['date'],
				'post_author'   => 1,
				'post_content'  => as_blocks( $page['html'] ),
				'post_category' => isset( $page['category'] ) ? array( wp_create_category( $page['category'] ) ) : array(),
				'comment_status' => 'closed',
			)
		),
		true
	);
	if ( is_wp_error( $id ) ) {
		throw new RuntimeException( $page['slug'] . ': ' . $id->get_error_message() );
	}
	return $id;
}

wp_set_current_user( 1 );
// Pages are the shop's own work, block markup and all; no filter for what a stranger may write.
kses_remove_filters();

foreach ( array( 'hello-world', 'sample-page', 'privacy-policy' ) as $mxchat_slug ) {
	foreach ( get_posts( array( 'name' => $mxchat_slug, 'post_type' => 'any', 'post_status' => 'any' ) ) as $mxchat_post ) {
		wp_delete_post( $mxchat_post->ID, true );
	}
}

$mxchat_ids = array();
foreach ( glob( __DIR__ . '/content/*.html' ) as $mxchat_file ) {
	$mxchat_page                        = read_page( $mxchat_file );
	$mxchat_ids[ $mxchat_page['slug'] ] = save_page( $mxchat_page );
}

$mxchat_links = array();
foreach ( array( 'shipping', 'returns', 'repairs', 'workshops', 'news', 'contact' ) as $mxchat_slug ) {
	$mxchat_links[] = sprintf(
		'<!-- wp:navigation-link {"label":"%s","type":"page","id":%d,"url":"/%s/","kind":"post-type"} /-->',
		esc_html( get_the_title( $mxchat_ids[ $mxchat_slug ] ) ),
		$mxchat_ids[ $mxchat_slug ],
		$mxchat_slug
	);
}
save_page(
	array(
		'slug'     => 'main',
		'title'    => 'Main',
		'type'     => 'wp_navigation',
		'status'   => 'publish',
		'password' => '',
		'date'     => '2026-01-05 09:00:00',
		'html'     => implode( "\n", $mxchat_links ),
	)
);

update_option( 'blogdescription', 'Shoes, bags and a workshop that keeps them going' );
update_option( 'timezone_string', 'Europe/London' );
update_option( 'show_on_front', 'page' );
update_option( 'page_on_front', $mxchat_ids['home'] );
update_option( 'page_for_posts', $mxchat_ids['news'] );
update_option( 'wp_page_for_privacy_policy', $mxchat_ids['privacy'] );

printf( "==> %d pages and posts\n", count( $mxchat_ids ) );
