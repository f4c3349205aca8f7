<?php

$lang['title decide'] = 'Architecture decision wizard';
$lang['title compare'] = 'Comparison of the options';
$lang['title a'] = 'Saved assessment';
$lang['open decide'] = 'Open the decision wizard';
$lang['open compare'] = 'Open the comparison';
$lang['open a'] = 'Open the full assessment';

$lang['no base'] = 'Crossroads: the setting “base” of the plugin is missing. It takes the address of the portal: https://crossroads.example.org';
$lang['wrong base'] = 'Crossroads: the setting “base” of the plugin is “%s”. Write scheme and host, the port and the path if it has them, and no slash at the end: https://crossroads.example.org';
$lang['wrong what'] = 'Crossroads: “%s” cannot be shown. Write {{crossroads>deployment}} for the wizard, {{crossroads>compare/deployment}} for the comparison, or {{crossroads>a/ID}} for a saved assessment.';
$lang['unknown'] = 'Crossroads: the option “%s” is unknown. After the question mark you can write height and theme: {{crossroads>deployment?height=640&theme=dark}}.';
$lang['wrong height'] = 'Crossroads: height=%s cannot be used. Write a whole number of pixels from 80 to 6000.';
$lang['wrong theme'] = 'Crossroads: theme=%s cannot be used. Write auto, light or dark.';
