"""The one story: plan → read → convert → gather → render → write, for many posts at once."""

from publish.build.outcome import Outcome, Status
from publish.build.plan import Job, Plan, make_plan
from publish.build.run import run

__all__ = ["Job", "Outcome", "Plan", "Status", "make_plan", "run"]
