"""The log of findings: exact counts, the first few, the same in any cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.findings import FindingLog
from ftprep.model import Finding, Origin

codes = st.sampled_from(["AAA001", "AAA002", "ONCE01"])
findings = st.lists(
    st.tuples(codes, st.integers(0, 1), st.integers(0, 2)), max_size=40
).map(
    lambda rows: [
        Finding(code, Origin(source, 0, position), args={"n": n})
        for position, (code, source, n) in enumerate(rows)
    ]
)  # fmt: skip


def gathered(rows: list[Finding]) -> FindingLog:
    log = FindingLog(3, frozenset({"ONCE01"}))
    log.extend(rows)
    return log


@given(findings, st.integers(0, 40))
def test_a_cut_changes_nothing(rows: list[Finding], cut: int) -> None:
    merged = gathered(rows[:cut])
    merged.merge(gathered(rows[cut:]))
    whole = gathered(rows)
    assert list(merged) == list(whole)
    assert merged.counts() == whole.counts()


@given(findings)
def test_counts_are_exact_and_few_are_kept(rows: list[Finding]) -> None:
    log = gathered(rows)
    for code in ("AAA001", "AAA002"):
        every = [row for row in rows if row.code == code]
        assert log.counts()[code] == len(every)
        assert [row for row in log if row.code == code] == sorted(every, key=lambda r: r.origin)[:3]
    said = {(row.origin.source, row.args["n"]) for row in rows if row.code == "ONCE01"}
    assert log.counts()["ONCE01"] == len(said)
