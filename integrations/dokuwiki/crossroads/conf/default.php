<?php

$conf['base'] = '';
