<?php

$meta['base'] = ['string', '_pattern' => '~^(https?://[a-z0-9.:\[\]-]+(/[\w\~-][\w.\~-]*)*)?$~'];
