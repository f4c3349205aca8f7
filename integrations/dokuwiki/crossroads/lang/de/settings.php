<?php

$lang['base'] = 'Öffentliche Adresse des Crossroads-Portals, ohne Schrägstrich am Ende: https://crossroads.example.org';
