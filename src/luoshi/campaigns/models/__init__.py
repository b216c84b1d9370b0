"""The tables of this room: the proposal before adoption, the plan's demands, and the work on them."""

from luoshi.campaigns.models.demand import Campaign, Duty, Stage, Target, Task
from luoshi.campaigns.models.proposal import PlanChange, Proposal, ProposalEdit
from luoshi.campaigns.models.review import IssueRequest, Review
from luoshi.campaigns.models.work import Assignment, Count, Feedback, Joint, Round

__all__ = [
    "Assignment",
    "Campaign",
    "Count",
    "Duty",
    "Feedback",
    "IssueRequest",
    "Joint",
    "PlanChange",
    "Proposal",
    "ProposalEdit",
    "Review",
    "Round",
    "Stage",
    "Target",
    "Task",
]
