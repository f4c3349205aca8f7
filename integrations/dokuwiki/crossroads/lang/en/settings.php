<?php

$lang['base'] = 'Public address of the Crossroads portal, without a slash at the end: https://crossroads.example.org';
