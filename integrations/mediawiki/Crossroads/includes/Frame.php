<?php

namespace MediaWiki\Extension\Crossroads;

/**
 * What a tag asks for.
 */
class Frame {
	/** What the attributes take. */
	private const RULES = [
		'comparison' => '/^[a-z][a-z0-9-]{0,39}$/D',
		'assessment' => '/^[A-Za-z0-9_-]{1,64}$/D',
		'view' => '/^(decide|compare)$/D',
		'height' => '/^[1-9][0-9]{1,3}$/D',
		'theme' => '/^(auto|light|dark)$/D',
	];
	private const LINK = '~^https?://[^/\s]+(?:/[\w.\~-]+)*?/(?:embed/)?a/([A-Za-z0-9_-]{1,64})(?:[/?#].*)?$~D';
	private const LEAST = 80;
	private const MOST = 6000;

	/** @var string decide, compare or assessment */
	public $kind;
	/** @var string path of the page without the portal's navigation */
	public $embedPath;
	/** @var string path of the full page */
	public $fullPath;
	/** @var string height in pixels until the frame tells its own */
	public $height;

	/**
	 * @param string[] $attributes
	 * @throws Mistake if the attributes cannot be used
	 */
	public function __construct( array $attributes ) {
		$attributes = array_map( 'trim', $attributes );
		if ( isset( $attributes['assessment'] ) ) { // its whole link will do
			$attributes['assessment'] = preg_replace( self::LINK, '$1', $attributes['assessment'] );
		}
		self::check( $attributes );
		if ( isset( $attributes['comparison'] ) ) {
			$this->kind = $attributes['view'] ?? 'decide';
			$this->fullPath = "/$this->kind/" . $attributes['comparison'];
		} else {
			$this->kind = 'assessment';
			$this->fullPath = '/a/' . $attributes['assessment'];
		}
		$theme = $attributes['theme'] ?? 'auto';
		$this->embedPath = "/embed$this->fullPath" . ( $theme === 'auto' ? '' : "?theme=$theme" );
		$this->height = $attributes['height'] ?? '640';
	}

	private static function check( array $attributes ): void {
		foreach ( $attributes as $name => $value ) {
			$rule = self::RULES[$name] ?? null;
			if ( $rule === null ) {
				throw new Mistake( 'crossroads-error-unknown', $name, implode( ', ', array_keys( self::RULES ) ) );
			}
			$beyond = $name === 'height' && ( (int)$value < self::LEAST || (int)$value > self::MOST );
			if ( $beyond || !preg_match( $rule, $value ) ) {
				throw new Mistake( 'crossroads-error-value', $name, $value,
					new Mistake( "crossroads-rule-$name", (string)self::LEAST, (string)self::MOST ) );
			}
		}
		if ( isset( $attributes['comparison'] ) === isset( $attributes['assessment'] ) ) {
			throw new Mistake( 'crossroads-error-what' );
		}
		if ( isset( $attributes['assessment'] ) && isset( $attributes['view'] ) ) {
			throw new Mistake( 'crossroads-error-view' );
		}
	}
}
