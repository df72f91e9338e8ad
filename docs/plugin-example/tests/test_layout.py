"""Records of our export are understood."""

from __future__ import annotations

from ftprep import check
from ftprep.config import Config


def test_our_export_is_understood() -> None:
    row = {"ticket": 4711, "customer_said": "It is slow.", "agent_replied": "Please restart it."}
    report = check([row, row | {"ticket": 4712, "customer_said": "It beeps."}])
    assert report.inputs[0].layout == "helpdesk"
    assert report.inputs[0].used == {"user": "customer_said", "assistant": "agent_replied"}
    assert report.summary.examples == 2


def test_an_answer_that_is_missing_is_told() -> None:
    report = check([{"ticket": 1, "customer_said": "It is slow.", "agent_replied": ""}])
    assert report.summary.rejected == 1
    assert report.findings_total


def test_our_trainer_wants_a_hundred_examples() -> None:
    row = {"ticket": 1, "customer_said": "It is slow.", "agent_replied": "Please restart it."}
    report = check([row], Config(provider="helpdesk"))
    assert report.target.model == "desk-small"
    assert not report.summary.ready
