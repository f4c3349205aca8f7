<?php

namespace MediaWiki\Extension\Crossroads;

use MediaWiki\Hook\ParserFirstCallInitHook;

/**
 * Registers <crossroads> and turns it into a frame with a link under it. What
 * it writes depends on the tag and the configuration alone, so it can stay in
 * the parser cache.
 *
 * Config, Parser and Html have moved between namespaces since MediaWiki 1.39,
 * so none of them is named here.
 */
class TagHooks implements ParserFirstCallInitHook {
	private const EXAMPLE = 'https://crossroads.example.org';

	/** @var string */
	private $base;
	/** @var string */
	private $server;

	/** @param \Config $config */
	public function __construct( $config ) {
		$this->base = (string)$config->get( 'CrossroadsBase' );
		$this->server = (string)$config->get( 'CanonicalServer' );
	}

	/** @inheritDoc */
	public function onParserFirstCallInit( $parser ) {
		$parser->setHook( 'crossroads', [ $this, 'render' ] );
	}

	/**
	 * @param string|null $content what stands inside the tag; it means nothing
	 * @param string[] $attributes
	 * @param \Parser $parser
	 * @return string HTML
	 */
	public function render( $content, array $attributes, $parser ): string {
		try {
			$this->checkBase();
			$frame = new Frame( $attributes );
		} catch ( Mistake $e ) {
			$parser->addTrackingCategory( 'crossroads-error-category' );
			return self::element( 'strong', [ 'class' => 'error' ], $e->text( $parser->getTargetLanguage() ) );
		}
		$output = $parser->getOutput();
		$output->addModules( [ 'ext.crossroads' ] );
		$output->addExtraCSPDefaultSrc( Address::origin( $this->base ) );
		return $this->html( $frame, static function ( $key ) use ( $parser ) {
			return wfMessage( $key )->inLanguage( $parser->getTargetLanguage() )->text();
		} );
	}

	private function checkBase(): void {
		if ( $this->base === '' ) {
			throw new Mistake( 'crossroads-error-base', self::EXAMPLE );
		}
		if ( Address::origin( $this->base ) === null ) {
			throw new Mistake( 'crossroads-error-base-form', $this->base, self::EXAMPLE );
		}
	}

	private function html( Frame $frame, callable $message ): string {
		// Scripts of a frame that has the wiki's own origin could leave the sandbox.
		$own = Address::origin( $this->base ) === Address::origin( $this->server );
		$iframe = self::element( 'iframe', [
			'src' => $this->base . $frame->embedPath,
			'width' => '100%',
			'height' => $frame->height,
			'frameborder' => '0',
			'title' => $message( "crossroads-title-$frame->kind" ),
			'loading' => 'lazy',
			'sandbox' => 'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox' .
				( $own ? '' : ' allow-same-origin' ),
			'allow' => 'clipboard-write',
			'referrerpolicy' => 'strict-origin-when-cross-origin',
		], '' );
		$link = self::element( 'a', [ 'class' => 'external', 'href' => $this->base . $frame->fullPath ],
			$message( "crossroads-open-$frame->kind" ) );
		return "<div class=\"crossroads\">$iframe<p>$link</p></div>";
	}

	private static function element( string $name, array $attributes, string $text ): string {
		$html = "<$name";
		foreach ( $attributes as $key => $value ) {
			$html .= " $key=\"" . htmlspecialchars( $value, ENT_QUOTES ) . '"';
		}
		return "$html>" . htmlspecialchars( $text, ENT_QUOTES ) . "</$name>";
	}
}
