<?php
/**
 * Plugin Name: Offline
 * Description: Whatever addresses a hostile test gives to the site, nobody outside is asked.
 */

defined( 'WP_HTTP_BLOCK_EXTERNAL' ) || define( 'WP_HTTP_BLOCK_EXTERNAL', true );
