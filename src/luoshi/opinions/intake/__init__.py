"""How opinions come in: by the public's page, by a clerk's hand, by tables."""
