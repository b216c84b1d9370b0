"""The tables of this room."""

from luoshi.opinions.models.gathering import Gram, Group
from luoshi.opinions.models.intake import Bucket, Intake, Phrase
from luoshi.opinions.models.opinion import Answer, Identity, Opinion, Remark, Wording

__all__ = [
    "Answer",
    "Bucket",
    "Gram",
    "Group",
    "Identity",
    "Intake",
    "Opinion",
    "Phrase",
    "Remark",
    "Wording",
]
