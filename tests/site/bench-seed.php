<?php
/**
 * Fills a site with made-up notes until it has so many chunks: php bench-seed.php <folder of the site> [chunks]
 *
 * The sentences of the shop's pages, shuffled with a fixed seed: the words are spread like those of a real site.
 */

declare( strict_types=1 );

require __DIR__ . '/boot.php';
require wp_load_path( $argv[1] );

const NOTE_CHARACTERS = 900;

wp_set_current_user( 1 );
kses_remove_filters();
$bench_wanted    = (int) ( $argv[2] ?? 1000 );
$bench_sentences = array();
foreach ( glob( __DIR__ . '/content/*.html' ) as $bench_file ) {
	list( $bench_head, $bench_html ) = explode( "\n---\n", (string) file_get_contents( $bench_file ), 2 );
	if ( preg_match( '/^(status|password): /m', $bench_head ) ) {
		continue;
	}
	array_push( $bench_sentences, ...preg_split( '/(?<=[.!?])\s+/', trim( html_entity_decode( wp_strip_all_tags( $bench_html ) ) ) ) );
}

mt_srand( 7 );
for ( $bench_number = (int) wp_count_posts()->publish; $bench_number < $bench_wanted; $bench_number++ ) {
	$bench_text = '';
	while ( strlen( $bench_text ) < NOTE_CHARACTERS ) {
		$bench_text .= $bench_sentences[ mt_rand( 0, count( $bench_sentences ) - 1 ) ] . ' ';
	}
	wp_insert_post(
		wp_slash(
			array(
				'post_title'   => 'Note ' . $bench_number,
				'post_status'  => 'publish',
				'post_content' => '<!-- wp:paragraph --><p>' . esc_html( $bench_text ) . '</p><!-- /wp:paragraph -->',
			)
		)
	);
}
do_action( 'mxchat_reindex' );
printf( "%d chunks\n", (int) $GLOBALS['wpdb']->get_var( "SELECT COUNT(*) FROM {$GLOBALS['wpdb']->prefix}mxchat_chunks" ) );
