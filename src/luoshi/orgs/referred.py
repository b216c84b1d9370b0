"""Whether something still names a row that is to be removed, in whichever room, without knowing the rooms."""

from django.db import models


def is_referred(row: models.Model) -> bool:
    """True if a row would lose its mention of this one, or go with it in another room."""
    relations = [
        field
        for field in row._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel)
        and (field.on_delete is models.SET_NULL or field.related_model._meta.app_label != row._meta.app_label)
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists() for relation in relations
    )
