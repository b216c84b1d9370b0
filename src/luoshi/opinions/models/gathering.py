"""Which opinions say the same: groups that clerks made, and the pairs of characters by which likely ones are found."""

from typing import ClassVar

from django.db import models

from luoshi.campaigns.models import Campaign


class Group(models.Model):
    """Opinions that are dealt with as one; whoever leaves the group stands alone again."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="opinion_groups")
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=80)


class Gram(models.Model):
    """A pair of neighbouring characters that an opinion's wording holds."""

    opinion = models.ForeignKey("opinions.Opinion", on_delete=models.CASCADE, related_name="grams")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    pair = models.CharField(max_length=2)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["campaign", "pair", "opinion"], name="opinions_by_pair")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["opinion", "pair"], name="one_gram_a_pair")]
