<?php

$lang['title decide'] = 'Assistent für Architekturentscheidungen';
$lang['title compare'] = 'Vergleich der Möglichkeiten';
$lang['title a'] = 'Gespeicherte Bewertung';
$lang['open decide'] = 'Assistenten öffnen';
$lang['open compare'] = 'Vergleich öffnen';
$lang['open a'] = 'Vollständige Bewertung öffnen';

$lang['no base'] = 'Crossroads: Die Einstellung „base“ des Plugins fehlt, die Adresse des Portals: https://crossroads.example.org';
$lang['wrong base'] = 'Crossroads: Die Einstellung „base“ des Plugins ist „%s“. Gebraucht werden Schema und Host, wenn nötig Port und Pfad, und kein Schrägstrich am Ende: https://crossroads.example.org';
$lang['wrong what'] = 'Crossroads: „%s“ kann nicht gezeigt werden. {{crossroads>deployment}} zeigt den Assistenten, {{crossroads>compare/deployment}} den Vergleich, {{crossroads>a/ID}} eine gespeicherte Bewertung.';
$lang['unknown'] = 'Crossroads: Die Angabe „%s“ ist unbekannt. Nach dem Fragezeichen können height und theme stehen: {{crossroads>deployment?height=640&theme=dark}}.';
$lang['wrong height'] = 'Crossroads: height=%s ist nicht zu gebrauchen. Gebraucht wird eine ganze Zahl von Pixeln zwischen 80 und 6000.';
$lang['wrong theme'] = 'Crossroads: theme=%s ist nicht zu gebrauchen. Gebraucht wird auto, light oder dark.';
