"""Whether something still names a row that is to be removed, in whichever room, without knowing the rooms."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q


def is_referred(row: models.Model) -> bool:
    """True if a row would lose its mention of this one, or go with it in another room."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in _relations(type(row))
    )


def referred(rows: "models.QuerySet[models.Model]") -> set[int]:
    """The ids of those of whom a row would lose its mention; what is theirs alone goes with them and does not count."""
    naming = [
        Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
        for relation in _relations(rows.model)
        if relation.on_delete is not models.CASCADE or relation.related_model._meta.auto_created
    ]
    return set(rows.filter(reduce(or_, naming, Q())).values_list("pk", flat=True))


def _relations(model: type[models.Model]) -> "list[models.ManyToOneRel]":
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel)
        and (field.on_delete is models.SET_NULL or field.related_model._meta.app_label != model._meta.app_label)
    ]
