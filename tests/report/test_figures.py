"""Numbers as people read them."""

from __future__ import annotations

import pytest

from ftprep.report.figures import count, money, money_range, plural, share, size


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (count(1_234_567), "1,234,567"),
        (count(569.3), "569"),
        (count(2**70), "1,180,591,620,717,411,303,424"),
        (plural(1, "record"), "1 record"),
        (plural(0, "record"), "0 records"),
        (plural(2, "to test with", "to test with"), "2 to test with"),
        (share(0), "0%"),
        (share(0.004), "<1%"),
        (share(0.126), "13%"),
        (share(0.999), ">99%"),
        (share(1), "100%"),
        (money(0), "$0.00"),
        (money(0.004), "<$0.01"),
        (money(0.11), "$0.11"),
        (money(1234.5), "$1,234.50"),
        (money_range(0.111, 0.114), "$0.11"),
        (money_range(0.11, 0.14), "$0.11 to $0.14"),
        (size(1), "1 byte"),
        (size(999), "999 bytes"),
        (size(48_230), "48.2 kB"),
        (size(999_960), "1.0 MB"),
        (size(512_000_000), "512 MB"),
        (size(5 * 10**13), "50,000 GB"),
    ],
)
def test_figures(shown: str, expected: str) -> None:
    assert shown == expected
