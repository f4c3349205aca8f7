<?php

namespace MediaWiki\Extension\Crossroads;

/**
 * Something in a tag or in the configuration that cannot be used, as a message
 * of the wiki. A parameter may be a message itself.
 */
class Mistake extends \Exception {
	/** @var string */
	private $key;
	/** @var array */
	private $params;

	/**
	 * @param string $key
	 * @param string|Mistake ...$params
	 */
	public function __construct( string $key, ...$params ) {
		parent::__construct( $key );
		$this->key = $key;
		$this->params = $params;
	}

	/**
	 * @param \Language $language
	 * @return string plain text
	 */
	public function text( $language ): string {
		$params = array_map( static function ( $param ) use ( $language ) {
			return $param instanceof self ? $param->text( $language ) : $param;
		}, $this->params );
		return wfMessage( $this->key )->plaintextParams( $params )->inLanguage( $language )->text();
	}
}
