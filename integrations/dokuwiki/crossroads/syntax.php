<?php

use dokuwiki\Extension\SyntaxPlugin;

/**
 * {{crossroads>deployment?height=640&theme=dark}} becomes a frame with a link
 * under it.
 */
class syntax_plugin_crossroads extends SyntaxPlugin
{
    /** What the options after the question mark take, besides the bounds of height. */
    protected const OPTIONS = [
        'height' => '/^[1-9][0-9]{1,3}$/D',
        'theme' => '/^(auto|light|dark)$/D',
    ];
    protected const LEAST = 80;
    protected const MOST = 6000;

    /** @inheritDoc */
    public function getType()
    {
        return 'substition';
    }

    /** @inheritDoc */
    public function getPType()
    {
        return 'block';
    }

    /** @inheritDoc Before media, which begins in the same way. */
    public function getSort()
    {
        return 310;
    }

    /** @inheritDoc */
    public function connectTo($mode)
    {
        $this->Lexer->addSpecialPattern('\{\{ *crossroads *>[^}]*\}\}', $mode, 'plugin_crossroads');
    }

    /**
     * @inheritDoc
     * @return array kind, path, height and theme; or problem and value
     */
    public function handle($match, $state, $pos, Doku_Handler $handler)
    {
        // Spaces inside the braces place pictures left or right; a frame has the whole width.
        [, $inside] = explode('>', substr($match, 2, -2), 2);
        [$what, $query] = array_pad(explode('?', trim($inside), 2), 2, '');
        // An assessment may be named by its whole link.
        $what = preg_replace('~^https?://[^/\s]+(?:/[\w.\~-]+)*?/(?:embed/)?(a/[A-Za-z0-9_-]{1,64})(?:[/#].*)?$~D', '$1', trim($what));
        if (!preg_match('~^(?:(?:(decide|compare)/)?([a-z][a-z0-9-]{0,39})|a/[A-Za-z0-9_-]{1,64})$~D', $what, $part)) {
            return ['problem' => 'wrong what', 'value' => $what];
        }
        $kind = isset($part[2]) ? ($part[1] ?: 'decide') : 'a';
        $path = isset($part[2]) ? "/$kind/$part[2]" : "/$what";
        $frame = ['kind' => $kind, 'path' => $path, 'height' => '640', 'theme' => 'auto'];
        foreach ($query === '' ? [] : explode('&', $query) as $option) {
            [$name, $value] = array_map('trim', array_pad(explode('=', $option, 2), 2, ''));
            if (!isset(self::OPTIONS[$name])) {
                return ['problem' => 'unknown', 'value' => $name];
            }
            $beyond = $name === 'height' && ((int)$value < self::LEAST || (int)$value > self::MOST);
            if ($beyond || !preg_match(self::OPTIONS[$name], $value)) {
                return ['problem' => "wrong $name", 'value' => $value];
            }
            $frame[$name] = $value;
        }
        return $frame;
    }

    /** @inheritDoc */
    public function render($format, Doku_Renderer $renderer, $data)
    {
        if ($format === 'metadata') {
            return true;
        }
        $base = $this->getConf('base');
        if ($base === '') {
            $data = ['problem' => 'no base', 'value' => ''];
        } elseif (self::origin($base) === null) {
            $data = ['problem' => 'wrong base', 'value' => $base];
        }
        if (isset($data['problem'])) {
            $message = str_replace('%s', $data['value'], $this->getLang($data['problem']));
            if ($format === 'xhtml') {
                $renderer->doc .= '<div class="error">' . hsc($message) . '</div>';
            } else {
                $renderer->cdata($message);
            }
            return true;
        }
        if ($format === 'xhtml') {
            $renderer->doc .= $this->html($base, $data);
        } else {
            $renderer->externallink($base . $data['path'], $this->getLang("open {$data['kind']}"));
        }
        return true;
    }

    protected function html($base, $frame)
    {
        $sandbox = 'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox';
        // Scripts of a frame that has the wiki's own origin could leave the sandbox.
        if (strpos(DOKU_URL, self::origin($base) . '/') !== 0) {
            $sandbox .= ' allow-same-origin';
        }
        $attributes = buildAttributes([
            'src' => "$base/embed{$frame['path']}" . ($frame['theme'] === 'auto' ? '' : "?theme={$frame['theme']}"),
            'width' => '100%',
            'height' => $frame['height'],
            'frameborder' => '0',
            'title' => $this->getLang("title {$frame['kind']}"),
            'loading' => 'lazy',
            'sandbox' => $sandbox,
            'allow' => 'clipboard-write',
            'referrerpolicy' => 'strict-origin-when-cross-origin',
        ]);
        $link = buildAttributes(['class' => 'urlextern', 'href' => $base . $frame['path']]);
        $text = hsc($this->getLang("open {$frame['kind']}"));
        return "<div class=\"plugin_crossroads\"><iframe $attributes></iframe><p><a $link>$text</a></p></div>";
    }

    /**
     * Scheme, host and port of an address, or null if there is anything in it
     * besides a path. The default port is left out.
     */
    protected static function origin($address)
    {
        $form = '~^(https?)://((?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?(?:/[\w\~-][\w.\~-]*)*$~D';
        if (!preg_match($form, $address, $part)) {
            return null;
        }
        $port = $part[3] ?? '';
        return "$part[1]://$part[2]" . ($port === ($part[1] === 'https' ? ':443' : ':80') ? '' : $port);
    }
}
