<?php

use dokuwiki\Extension\ActionPlugin;

/**
 * Tells the scripts of the wiki where the portal is.
 */
class action_plugin_crossroads extends ActionPlugin
{
    /** @inheritDoc */
    public function register(Doku_Event_Handler $controller)
    {
        $controller->register_hook('DOKUWIKI_STARTED', 'AFTER', $this, 'tell');
    }

    public function tell()
    {
        global $JSINFO;
        $JSINFO['plugin_crossroads'] = ['base' => $this->getConf('base')];
    }
}
