<?php

$meta['base'] = ['string', '_pattern' => '~^(https?://[a-z0-9.:\[\]-]+(/[A-Za-z0-9._\~-]+)*)?$~'];
