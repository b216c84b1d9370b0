"""The tables of this room: the proposal before adoption, the plan's demands, and the work on them."""

from luoshi.campaigns.models.demand import Campaign, Duty, Stage, Target, Task
from luoshi.campaigns.models.inside import Handover, Inside, Subtask
from luoshi.campaigns.models.joint import Consultation, JointOpinion
from luoshi.campaigns.models.proposal import PlanChange, Proposal, ProposalEdit
from luoshi.campaigns.models.review import IssueRequest, Review
from luoshi.campaigns.models.schedule import Blocker, Rhythm
from luoshi.campaigns.models.work import Assignment, Count, Feedback, Joint, Round

__all__ = [
    "Assignment",
    "Blocker",
    "Campaign",
    "Consultation",
    "Count",
    "Duty",
    "Feedback",
    "Handover",
    "Inside",
    "IssueRequest",
    "Joint",
    "JointOpinion",
    "PlanChange",
    "Proposal",
    "ProposalEdit",
    "Review",
    "Rhythm",
    "Round",
    "Stage",
    "Subtask",
    "Target",
    "Task",
]
