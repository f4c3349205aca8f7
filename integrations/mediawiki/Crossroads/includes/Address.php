<?php

namespace MediaWiki\Extension\Crossroads;

/**
 * Reads addresses as $wgCrossroadsBase takes them.
 */
class Address {
	/**
	 * Scheme, host and port of an address, or null if there is anything in it
	 * besides a path. The default port is left out.
	 */
	public static function origin( string $address ): ?string {
		$form = '~^(https?)://((?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?(?:/[\w\~-][\w.\~-]*)*$~D';
		if ( !preg_match( $form, $address, $part ) ) {
			return null;
		}
		$port = $part[3] ?? '';
		$usual = $part[1] === 'https' ? ':443' : ':80';
		return "$part[1]://$part[2]" . ( $port === $usual ? '' : $port );
	}
}
