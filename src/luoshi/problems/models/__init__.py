"""The tables of this room: problems, the work on them, their close-out, and regime work."""

from luoshi.problems.models.closeout import Closeout, LookBack
from luoshi.problems.models.problem import Problem, ProblemOpinion, ProblemRules
from luoshi.problems.models.rectify import Evidence, Progress, Remedy, Request
from luoshi.problems.models.regime import Regulation

__all__ = [
    "Closeout",
    "Evidence",
    "LookBack",
    "Problem",
    "ProblemOpinion",
    "ProblemRules",
    "Progress",
    "Regulation",
    "Remedy",
    "Request",
]
