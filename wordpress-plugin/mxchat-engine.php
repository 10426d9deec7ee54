<?php
/**
 * Plugin Name:       MxChat Engine
 * Description:       Visitors ask, your site answers: from its own pages, with sources, and with any model you choose.
 * Version:           0.1.0
 * Requires at least: 6.8
 * Requires PHP:      8.1
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       mxchat-engine
 * Domain Path:       /languages
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat;

defined( 'ABSPATH' ) || exit;

const VERSION     = '0.1.0';
const PLUGIN_FILE = __FILE__;

require_once __DIR__ . '/includes/autoload.php';
require_once __DIR__ . '/polyfill/bootstrap.php';

Plugin::boot();
